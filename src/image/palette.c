/*
 * Colours are counted, then parted into boxes: the box with the largest sum of squared errors is
 * cut across its longest side at its mean, again and again (median cut in Wu's version: what is
 * lessened is the error, not the number of colours). A box is shown in its mean, or in its most
 * frequent colour where that has half its pixels, so that paper stays quite white. Each colour then
 * takes the nearest of the palette. Integers only; ties go to the first.
 */
#include "image/palette.h"

#include "image/fix.h"

/* More colours than this are a photograph. */
#define COLOURS_MAX 8192
#define SLOTS       (2 * COLOURS_MAX)

/*
 * What is not seen, in squared errors, of red, green and blue together: so much in the mean of all
 * pixels; of a colour, 10 in each; of one that some pixels at the edges of letters have, 35.
 */
#define MEAN_ERROR_MAX 6
#define ERROR_MAX      300
#define EDGE_ERROR_MAX 3675
#define EDGE_PIXELS    16

struct shade {
    int channel[3];
    uint32_t count; /* pixels */
    int64_t weight;
    uint16_t number; /* by first appearance; their order changes */
    uint8_t index;   /* in the palette */
};

struct box {
    size_t from, count; /* of the shades */
    int64_t error;      /* sum of squares along `axis` */
    int64_t mean;       /* of that channel, times 256 */
    int axis;
};

struct chooser {
    const struct bitmap *bitmap;
    struct shade *shades;
    size_t count;
    uint16_t *slots;   /* of a hash table: a shade's number and 1; 0: free */
    uint16_t *numbers; /* each pixel's shade */
    size_t pixels;
    struct box boxes[PALETTE_MAX];
    int box_count;
};

/* ---- counting ------------------------------------------------------------------------------ */

static bool is_shade(const struct shade *s, const uint8_t *sample)
{
    return s->channel[0] == sample[0] && s->channel[1] == sample[1] && s->channel[2] == sample[2];
}

/* The shade of a pixel, counted; NULL when there are too many. */
static struct shade *count_shade(struct chooser *c, const uint8_t *sample)
{
    uint32_t key = (uint32_t)sample[0] << 16 | (uint32_t)sample[1] << 8 | sample[2];
    size_t at = (uint32_t)(key * 2654435761u) >> 18; /* 14 bits: SLOTS */
    while (c->slots[at] && !is_shade(&c->shades[c->slots[at] - 1], sample))
        at = (at + 1) % SLOTS;
    if (!c->slots[at]) {
        if (c->count == COLOURS_MAX)
            return NULL;
        c->shades[c->count] = (struct shade){.channel = {sample[0], sample[1], sample[2]},
                                             .number = (uint16_t)c->count};
        c->slots[at] = (uint16_t)++c->count;
    }
    struct shade *shade = &c->shades[c->slots[at] - 1];
    shade->count++;
    return shade;
}

static bool count_shades(struct chooser *c)
{
    const uint8_t *sample = c->bitmap->samples;
    struct shade *shade = NULL;
    for (size_t i = 0; i < c->pixels; i++, sample += 3) {
        if (shade && is_shade(shade, sample))
            shade->count++;
        else if (!(shade = count_shade(c, sample)))
            return false;
        c->numbers[i] = shade->number;
    }
    return true;
}

/*
 * By their number of pixels, those of a page's ground would take the whole palette, and a green
 * mark would be drawn in black; alike, the thousand shades of letters would. So by its root.
 */
static void weigh_shades(struct chooser *c)
{
    for (size_t i = 0; i < c->count; i++)
        c->shades[i].weight = fix_sqrt(FIX_INT(c->shades[i].count)) / (FIX_ONE / 16);
}

/* ---- parting ------------------------------------------------------------------------------- */

static void measure_axis(const struct chooser *c, struct box *box, int axis)
{
    int64_t weight = 0, sum = 0, squares = 0;
    for (size_t i = box->from; i < box->from + box->count; i++) {
        const struct shade *s = &c->shades[i];
        int64_t value = s->channel[axis];
        weight += s->weight;
        sum += value * s->weight;
        squares += value * value * s->weight;
    }
    int64_t error = squares - sum / weight * sum - sum % weight * sum / weight;
    if (error > box->error) {
        box->error = error;
        box->mean = sum * 256 / weight;
        box->axis = axis;
    }
}

static struct box make_box(const struct chooser *c, size_t from, size_t count)
{
    struct box box = {.from = from, .count = count};
    for (int axis = 0; axis < 3 && count > 1; axis++)
        measure_axis(c, &box, axis);
    return box;
}

/* Shades up to the mean first; returns how many these are. */
static size_t part_shades(struct chooser *c, const struct box *box)
{
    size_t low = box->from, high = box->from + box->count;
    while (low < high) {
        if ((int64_t)c->shades[low].channel[box->axis] * 256 <= box->mean) {
            low++;
            continue;
        }
        struct shade shade = c->shades[--high];
        c->shades[high] = c->shades[low];
        c->shades[low] = shade;
    }
    return low - box->from;
}

static const struct box *worst_box(const struct chooser *c)
{
    const struct box *worst = &c->boxes[0];
    for (int i = 1; i < c->box_count; i++)
        if (c->boxes[i].error > worst->error)
            worst = &c->boxes[i];
    return worst;
}

static void part_boxes(struct chooser *c, int count)
{
    while (c->box_count < count) {
        const struct box *worst = worst_box(c);
        size_t low = worst->error > 0 ? part_shades(c, worst) : 0;
        if (low == 0 || low == worst->count)
            return; /* no two shades left in a box */
        struct box whole = *worst;
        c->boxes[worst - c->boxes] = make_box(c, whole.from, low);
        c->boxes[c->box_count++] = make_box(c, whole.from + low, whole.count - low);
    }
}

/* ---- the palette --------------------------------------------------------------------------- */

static colour to_colour(const int64_t channel[3])
{
    return (colour)(channel[0] << 16 | channel[1] << 8 | channel[2]);
}

static colour show_box(const struct chooser *c, const struct box *box)
{
    int64_t weight = 0, sums[3] = {0};
    const struct shade *most = &c->shades[box->from];
    for (size_t i = box->from; i < box->from + box->count; i++) {
        const struct shade *s = &c->shades[i];
        most = s->count > most->count ? s : most;
        weight += s->count;
        for (int k = 0; k < 3; k++)
            sums[k] += (int64_t)s->channel[k] * s->count;
    }
    for (int k = 0; k < 3; k++)
        sums[k] =
            2 * (int64_t)most->count >= weight ? most->channel[k] : (sums[k] + weight / 2) / weight;
    return to_colour(sums);
}

static int64_t error_of(const struct shade *s, colour c)
{
    int64_t red = s->channel[0] - (int)(c >> 16 & 0xFF),
            green = s->channel[1] - (int)(c >> 8 & 0xFF), blue = s->channel[2] - (int)(c & 0xFF);
    return red * red + green * green + blue * blue;
}

/* The nearest for every shade; false when it can be seen. */
static bool assign(struct chooser *c, const struct palette *p)
{
    int64_t sum = 0;
    bool is_near = true;
    for (size_t i = 0; i < c->count; i++) {
        struct shade *s = &c->shades[i];
        int64_t least = INT64_MAX;
        for (int k = 0; k < p->count; k++) {
            int64_t error = error_of(s, p->colours[k]);
            if (error >= least)
                continue;
            least = error;
            s->index = (uint8_t)k;
        }
        sum += least * s->count;
        is_near &= least <= (s->count <= EDGE_PIXELS ? EDGE_ERROR_MAX : ERROR_MAX);
    }
    return is_near && sum <= MEAN_ERROR_MAX * (int64_t)c->pixels;
}

static bool try_count(struct chooser *c, struct palette *p, int count)
{
    part_boxes(c, count);
    p->count = c->box_count;
    for (int i = 0; i < c->box_count; i++)
        p->colours[i] = show_box(c, &c->boxes[i]);
    return assign(c, p);
}

static const uint8_t *index_pixels(struct arena *a, const struct chooser *c)
{
    uint8_t *by_number = ARENA_ARRAY(a, c->count, uint8_t);
    uint8_t *indices = ARENA_ARRAY(a, c->pixels, uint8_t);
    for (size_t i = 0; i < c->count; i++)
        by_number[c->shades[i].number] = c->shades[i].index;
    for (size_t i = 0; i < c->pixels; i++)
        indices[i] = by_number[c->numbers[i]];
    return indices;
}

bool palette_find(struct arena *a, const struct bitmap *b, struct palette *out)
{
    struct chooser *c = ARENA_NEW(a, struct chooser);
    if (b->channels != 3 || b->alpha)
        return false;
    c->pixels = (size_t)b->width * b->height;
    c->bitmap = b;
    c->shades = ARENA_ARRAY(a, COLOURS_MAX, struct shade);
    c->slots = ARENA_ARRAY(a, SLOTS, uint16_t);
    c->numbers = ARENA_ARRAY(a, c->pixels, uint16_t);
    if (!count_shades(c))
        return false;
    weigh_shades(c);
    c->boxes[0] = make_box(c, 0, c->count);
    c->box_count = 1;
    if (!try_count(c, out, 16) && !try_count(c, out, 32) && !try_count(c, out, PALETTE_MAX))
        return false;
    out->indices = index_pixels(a, c);
    return true;
}
