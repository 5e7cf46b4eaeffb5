/*
 * provenance: what a PDF says of its making: a hash over all that it is made from, and inside it
 * the source itself with the facts that give the same PDF again.
 */
#ifndef QUOIN_PROVENANCE_H
#define QUOIN_PROVENANCE_H

#include "api/job.h"
#include "pdf/pdf.h"

/* SHA-256 over what the output is made from, DIGEST_SIZE bytes, in the job's arena. */
str provenance_hash(const quoin_report *r);

/* The report and its pictures, for the PDF to carry; everything is in the job's arena. */
struct pdf_source provenance_source(const quoin_report *r);

#endif
