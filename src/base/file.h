/*
 * file: reading inputs and publishing outputs.
 *
 * Reading: a file is read once, whole, and only if it is a regular file within the cap; what was
 * read is what is parsed and hashed. Files that an input names (images, faces) are opened beneath
 * a root folder and cannot leave it: openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
 * RESOLVE_NO_MAGICLINKS), or a walk with O_NOFOLLOW where the kernel lacks it.
 *
 * Publishing: the bytes go to a temporary file in the same folder, are synced, and replace the
 * old file by rename. Whatever happens, the name holds the complete old or the complete new file.
 * A name that is a link is replaced itself; what it leads to is never touched. Devices, pipes and
 * the names of open descriptors (/dev/stdout, /dev/fd/3) are written to. A temporary file that a
 * killed process left (.quoin-0123456789abcdef.tmp) can be told from one in use: see file_sweep().
 */
#ifndef QUOIN_BASE_FILE_H
#define QUOIN_BASE_FILE_H

#include <stdbool.h>

#include "base/diag.h"

#define FILE_CAP_XML   ((size_t)64 << 20)
#define FILE_CAP_IMAGE ((size_t)32 << 20)
#define FILE_CAP_FACE  ((size_t)32 << 20)

/*
 * Reads `path`, or standard input when it is "-" (its name in findings is then "<stdin>"). The
 * source lives in `a`; its text is followed by a zero byte. NULL after a finding (Q701, Q801).
 */
const struct source *file_read(struct arena *a, struct diag *d, str path, size_t cap);

/* The folder of a path: "a/b.xml" gives "a", "b.xml" gives ".". */
str file_folder(struct arena *a, str path);
/* Its last component: "a/b.xml" gives "b.xml", "a/" gives "". */
str file_name(str path);

/* Where a finding about a file as a whole stands; "-" is "<stdin>". Lives as long as findings do.
 */
struct pos file_pos(struct diag *d, str path);

enum file_under {
    FILE_OK,
    FILE_MISSING,
    FILE_OUTSIDE, /* the name leads out of the folder */
    FILE_LINK,    /* a symbolic link is on the way, or the file itself: none is followed */
    FILE_NOT_REGULAR,
    FILE_TOO_LARGE,
    FILE_DENIED,
    FILE_IO
};

/* Reads root/name without leaving root. `name` is relative, parted by "/". */
enum file_under file_read_under(struct arena *a, str root, str name, size_t cap, str *out);

/* The same without reading: FILE_OK where there is such a file. */
enum file_under file_find_under(struct arena *a, str root, str name);

/*
 * Opens root/name, root being an open folder, without leaving it and without following any link;
 * -1 and errno: ELOOP for a link, EXDEV for a name that leaves. With O_CREAT the mode is 0666 less
 * the umask; O_CLOEXEC is added.
 */
int file_open_under(struct arena *a, int root, str name, int flags);

/*
 * A relative name without "." and "..", which are worked out in the text. False when it is empty,
 * absolute, holds a zero byte, or climbs out of the folder it is relative to.
 */
bool file_plain_name(struct arena *a, str name, str *out);

/* Files beneath one root as they were read, under their plain names; each is read once. */
struct kept_file {
    str name, bytes;
};
struct kept_files {
    struct kept_file *files;
    size_t count, capacity;
    const struct kept_files *stock; /* not NULL: all there is; none is read from the disk */
};

/* As file_read_under, but from `kept` where the file is there, and else into it. NULL: neither. */
enum file_under file_read_kept(struct arena *a, struct kept_files *kept, str root, str name,
                               size_t cap, str *out);

/* As file_read_under, of files that are in memory under plain names. */
enum file_under file_read_stock(struct arena *a, const struct kept_files *stock, str root, str name,
                                size_t cap, str *out);

/* What became of the file, to end a sentence that names it: "cannot be found". */
const char *file_under_text(enum file_under result);

/* What to do about it; NULL: only the caller knows. */
const char *file_under_hint(enum file_under result);

/*
 * Writes bytes to path, atomically; the mode is 0666 less the umask. "-" writes to standard
 * output. False after a finding (Q702); no temporary file is left. The old file is untouched then,
 * but for one case that the finding tells: the rename was done and its folder could not be synced.
 */
bool file_publish(struct diag *d, str path, str bytes);

/* A name in a folder that is open. */
struct file_place {
    int dir;
    const char *name; /* one component */
    str path;         /* what findings call it */
    /* The caller will sync the folder, once for many files. Till then a power cut may bring back
     * the old file, whole. */
    bool is_synced_later;
};

/* The same. What has the name is replaced, be it a link, a pipe or a device. */
bool file_publish_at(struct diag *d, const struct file_place *place, str bytes);

#define FILE_TEMP_SIZE sizeof ".quoin-0123456789abcdef.tmp"

/* A file that is written in pieces, and appears when it is whole. */
struct file_draft {
    struct file_place place;
    char temp[FILE_TEMP_SIZE]; /* what it is called till then */
    int fd, error;             /* the first errno, after which nothing more is written; 0: none */
};

void file_draft_open(struct file_draft *draft, const struct file_place *place);
void file_draft_add(struct file_draft *draft, str bytes);
/* As file_publish_at(); always to be called once a draft is open. */
bool file_draft_publish(struct diag *d, struct file_draft *draft);

/* Makes the names in an open folder outlast a power cut: 0 or an errno. */
int file_sync_folder(int dir);
/* Q702: `path` cannot be written, because of an errno, and what to do about it. */
void file_add_unwritten(struct diag *d, str path, int error);
/* Q702: what is at `path` is new and complete, but its folder could not be synced. */
void file_add_unsynced(struct diag *d, str path, int error);

/*
 * Removes the temporary files that killed processes left in an open folder. Those that a process,
 * on whatever machine, is just writing are locked by it and stay.
 */
void file_sweep(int dir);

#endif
