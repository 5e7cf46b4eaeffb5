/*
 * schedule: which reports there are and what their PDFs will be called, all of it before any work.
 *
 * A folder is walked (find.h); a file named by the user is always taken. Of each only the head is
 * read: what organisation, year and quarter it is about (quoin_identify). The name made of that
 * (naming.h) stands in the folder of OUTDIR that the report has beneath the folder named.
 *
 * Names that collide are errors here, over all shards alike, and so are those that only some disks
 * can tell apart ("North" and "north"). Reports whose name cannot be made, most often because the
 * head does not say enough, stay in the plan without an output, so that rendering tells all that is
 * wrong with them: they cost only themselves.
 *
 * A file that is there twice (named twice, beneath two of the folders, by a link) is taken once,
 * where it is itself rather than a link, and else where it is met first.
 */
#ifndef QUOIN_BATCH_SCHEDULE_H
#define QUOIN_BATCH_SCHEDULE_H

#include "base/arena.h"
#include "batch/batch.h"

/* A report to be made. */
struct document {
    str path;   /* as it can be opened from the working directory */
    str name;   /* from the folder the user named: "north/q2.xml"; for a file its last component.
                   The same wherever the batch is started: shards and manifests go by it */
    str output; /* from OUTDIR: "north/opcc-2020-21-q2.pdf"; empty: the head does not say enough */
    str organisation, area, year, title; /* "" where the head does not say; year: "2020/21" */
    str lang;                            /* of the report: "en-GB", "cy" */
    int quarter;                         /* 1 to 4; 0: the head does not say */
    int line;    /* where in the file it says so: that of its outermost element; 0: unknown */
    str sha256;  /* of the file when the plan was made: 64 hex digits; empty: it cannot be read */
    str problem; /* where output is empty: why, in a line: "it says no {year} that …". For when
                    rendering finds nothing wrong */
};

struct schedule {
    struct document *documents; /* of this shard, by output, then by name; then those of others */
    size_t count;               /* of this shard */
    size_t elsewhere;           /* of others */
    size_t passed_over;         /* files *.xml in the folders that hold no report */
    bool has_own_layouts;       /* reports of theirs name layout files */
    size_t linked_folders;      /* links to folders, which are not entered */
    str linked_folder;          /* one of them */
    size_t aliases;             /* links to reports that are in the plan themselves */
    str alias, alias_of;        /* one of them, and where it leads */
    bool is_whole;              /* folders alone were named, and none had to be left out */
};

/*
 * False when work must not begin: after findings Q750 (no report found), Q751 (two reports, one
 * name), Q752 (the pattern or a name is not allowed), Q701 about what was named. A folder
 * within one that cannot be read (Q701) costs only what is in it. Everything lives in `a`.
 */
bool schedule_make(struct arena *a, struct diag *d, const struct batch_options *options,
                   struct schedule *out);

/* Does the name fall to the shard? By the first 64 bits of its SHA-256, modulo the count. */
bool schedule_is_mine(str name, struct shard shard);
/* These bits, read from a SHA-256 in hex; false where the text does not begin with one. */
bool schedule_read_hash(str hex, uint64_t *number);

#endif
