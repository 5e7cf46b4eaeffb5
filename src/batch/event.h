/*
 * event: what happens in a batch, for machines: one object a line (RFC 8259) on standard output,
 * each in one write.
 *
 * The last is always "end", whose status is that of the command. Before it nothing but findings may
 * stand, where these kept the work from beginning. What is wrong with the command line itself is on
 * standard error only.
 *
 *     {"event":"findings","findings":[{"code":"Q751",…},…]}       of the batch itself, at any time
 *     {"event":"begin","reports":40,"elsewhere":0,"passed_over":0,"links":0,"jobs":2,"output":"out"}
 *     {"event":"made","input":"north/q2.xml","output":"north/opcc-2020-21-q2.pdf","pages":12,…}
 *     {"event":"unchanged",…} {"event":"failed",…,"status":3,"reason":"2 errors","findings":[…]}
 *     {"event":"would-make","input":…,"output":…,"why":"the report changed"}          --dry-run
 *     {"event":"stray","output":…}                             a PDF of no report of this run
 *     {"event":"removed","output":…} {"event":"kept","output":…,"why":…}                --prune
 *     {"event":"would-remove","output":…}                                     --dry-run --prune
 *     {"event":"end","made":38,"unchanged":1,"failed":1,"warned":4,"left":0,"strays":0,…}
 *     {"event":"end",…,"stopped":"3 PDFs one after the other could not be written: …"}
 *     {"event":"merged","reports":200,"failed":1,"missing":0,"output":"out"}            --merge
 */
#ifndef QUOIN_BATCH_EVENT_H
#define QUOIN_BATCH_EVENT_H

#include "base/diag.h"
#include "batch/record.h"
#include "batch/schedule.h"

/* Its name first, then its members, then sent. */
struct buf event_open(struct arena *a, const char *name);
void event_text(struct buf *b, const char *key, str text);
void event_number(struct buf *b, const char *key, size_t number);
/* Which report: input, output (null where it has none), organisation, area, year, quarter. */
void event_document(struct buf *b, const struct document *document);
void event_send(struct buf *b);

/* Findings as `failed` has them, an array in JSON. */
str event_array(struct arena *a, const struct diag *d);
void event_findings(struct arena *a, const struct diag *d);

/* What became of a report, whole: "made", "failed" or "unchanged". */
void event_result(struct arena *a, const char *name, const struct document *document,
                  const struct record *record);

#endif
