/*
 * kept_findings: a report's findings as the manifest and the page keep them: files are named from
 * the folder that the batch was given, so that the server's own paths get onto no page, and the
 * same batch leaves the same bytes wherever it is started.
 */
#ifndef QUOIN_BATCH_KEPT_FINDINGS_H
#define QUOIN_BATCH_KEPT_FINDINGS_H

#include "base/arena.h"
#include "base/str.h"

/*
 * The JSON array `findings` of the report at `path`, called `name` (schedule.h), in `a`: in all
 * that is said, "/srv/reports/" is left out before "north/q2.xml" and what else stands there.
 */
str kept_findings_make(struct arena *a, str findings, str path, str name);

#endif
