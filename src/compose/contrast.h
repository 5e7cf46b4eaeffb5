/*
 * contrast: how well two colours can be told apart, by WCAG 2.2's contrast ratio.
 */
#ifndef QUOIN_COMPOSE_CONTRAST_H
#define QUOIN_COMPOSE_CONTRAST_H

#include "image/image.h"

#define CONTRAST_TEXT  450 /* what words need: 4.5 to 1 (WCAG 2.2, 1.4.3), */
#define CONTRAST_LARGE 300 /* large ones: from 18 pt, or 14 pt in bold */
#define CONTRAST_MARK  300 /* and shapes that tell something (1.4.11) */

/* 100 times the ratio: 100 (the same colour) to 2,100 (black on white). */
int contrast_of(colour a, colour b);

/* The grey that is as bright, so that contrasts stay what they are; a grey is itself. */
colour contrast_grey(colour c);

/* `ink` made as little darker or lighter as gives it that contrast with `ground`, in 64ths. */
colour contrast_mend(colour ink, colour ground, int contrast);

#endif
