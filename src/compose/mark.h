/*
 * mark: the drawn vectors that stand beside figures. Status marks differ in shape and sign as well
 * as in colour; arrows in shape. All stand on the baseline, a space included at their right.
 */
#ifndef QUOIN_COMPOSE_MARK_H
#define QUOIN_COMPOSE_MARK_H

#include "image/image.h"

enum mark_shape { SHAPE_CIRCLE, SHAPE_TRIANGLE, SHAPE_OCTAGON, SHAPE_SQUARE, SHAPE_DIAMOND };
enum mark_sign { SIGN_TICK, SIGN_BANG, SIGN_CROSS, SIGN_BAR, SIGN_NONE };

struct mark_design {
    enum mark_shape shape;
    enum mark_sign sign;
    colour fill, sign_fill;
    len size; /* height; wide shapes keep their proportion */
};

/* A status mark; it hangs `drop` below the baseline, so that it is centred on the figures. */
const struct drawing *mark_draw_status(struct arena *a, const struct mark_design *design, len drop,
                                       len gap);

enum mark_arrow { ARROW_UP, ARROW_DOWN, ARROW_SAME };

const struct drawing *mark_draw_arrow(struct arena *a, enum mark_arrow arrow, colour fill, len size,
                                      len gap);

#endif
