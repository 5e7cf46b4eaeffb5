/*
 * stage: what each stage of rendering does. Each takes what those before it left in the job, leaves
 * its own there, and is false after a finding. quoin.c puts them in order.
 */
#ifndef QUOIN_STAGE_H
#define QUOIN_STAGE_H

#include "api/job.h"

bool stage_load_source(quoin_report *r);
bool stage_read_model(quoin_report *r);
bool stage_choose_layout(quoin_report *r);
bool stage_fill_words(quoin_report *r);
bool stage_set_pages(quoin_report *r);
bool stage_write_pdf(quoin_report *r);

#endif
