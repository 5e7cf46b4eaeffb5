/*
 * lookout: has something happened to one of these files? It knows names and dates, not contents: a
 * hint that it is worth reading them again.
 *
 * Folders are watched (inotify), not files: editors write a new file and rename it over the old
 * one, and a file need not be there yet. Where a folder is missing, the nearest one above it is
 * watched for it to come. Beside that lookout_poll() looks at the files themselves, for network
 * drives, which tell nothing of what other machines write, and for links that lead elsewhere.
 */
#ifndef QUOIN_BATCH_LOOKOUT_H
#define QUOIN_BATCH_LOOKOUT_H

#include "base/str.h"

struct lookout;

enum sighting {
    SIGHTING_NONE,
    SIGHTING_BEGUN, /* a file was just made: its bytes are on their way, and SIGHTING_CHANGE */
    SIGHTING_CHANGE,
};

/*
 * `home` is the folder that relative paths start from, absolute; "" when it is not known. The arena
 * is the lookout's own from now on: it is rewound at will. Closed with it.
 */
struct lookout *lookout_open(struct arena *own, str home);

/* To be waited for with poll(2); -1 when there is no inotify to be had. */
int lookout_fd(const struct lookout *l);

/*
 * From now on these files, which may be those of before: folders that have come or gone since are
 * then noticed. Paths are copied. Read the files after this call and nothing is missed.
 */
void lookout_set(struct lookout *l, const str *paths, size_t count);

/* All that has happened since the last call; does not wait. */
enum sighting lookout_read(struct lookout *l);

/*
 * For every second or so. A file that is not as lookout_set() found it, but as the poll before
 * this one did, has changed: one that is still being written is given its time.
 */
enum sighting lookout_poll(struct lookout *l);

#endif
