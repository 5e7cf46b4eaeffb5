#include "image/fix.h"

typedef __int128 wide;

#define EDGE ((fix)1 << 62)

static fix narrow(wide v)
{
    return v > EDGE ? EDGE : v < -EDGE ? -EDGE : (fix)v;
}

/* v / 2^32, rounded half away from zero. */
static wide shed(wide v)
{
    wide half = (wide)1 << 31;
    return v >= 0 ? (v + half) >> 32 : -((half - v) >> 32);
}

fix fix_add(fix a, fix b)
{
    return narrow((wide)a + b);
}

fix fix_sub(fix a, fix b)
{
    return narrow((wide)a - b);
}

fix fix_mul(fix a, fix b)
{
    return narrow(shed((wide)a * b));
}

fix fix_div(fix a, fix b)
{
    wide top = (wide)a * FIX_ONE, size = b < 0 ? -(wide)b : b;
    wide quotient = ((top < 0 ? -top : top) + size / 2) / size;
    return narrow((top < 0) != (b < 0) ? -quotient : quotient);
}

/* Bit by bit, over a * 2^32, whose root has the 32 places again. */
fix fix_sqrt(fix a)
{
    if (a <= 0)
        return 0;
    unsigned __int128 rest = (unsigned __int128)a << 32, root = 0;
    unsigned __int128 bit = (unsigned __int128)1 << 94;
    while (bit > rest)
        bit >>= 2;
    for (; bit; bit >>= 2) {
        if (rest >= root + bit) {
            rest -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (fix)root;
}

/* ---- angles ----------------------------------------------------------------------------- */

#define RADIAN ((wide)20122276272436452) /* pi / 180, times 2^60 */

/*
 * Taylor's series at x with |x| <= pi/4; the first term left out is below 1e-12. `first` and
 * `power` are 1, 0 for the cosine and x, 1 for the sine.
 */
static fix series(fix x, fix first, int power)
{
    fix square = fix_mul(x, x), term = first, sum = first;
    for (int n = power + 2; n <= 14; n += 2) {
        term = -fix_mul(term, square) / (n * (n - 1));
        sum += term;
    }
    return sum;
}

void fix_turn(fix degrees, fix *sine, fix *cosine)
{
    fix whole = FIX_INT(360), rest = degrees % whole;
    if (rest < 0)
        rest += whole;
    int quarter = (int)((rest + FIX_INT(45)) / FIX_INT(90));
    fix angle = rest - FIX_INT(90) * quarter;
    fix x = (fix)shed(((wide)angle * RADIAN) / (1 << 28));
    fix s = series(x, x, 1), c = series(x, FIX_ONE, 0);
    const fix sines[] = {s, c, -s, -c}, cosines[] = {c, -s, -c, s};
    *sine = sines[quarter % 4];
    *cosine = cosines[quarter % 4];
}

/* ---- reading and leaving ---------------------------------------------------------------- */

static bool is_digit(str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* An exponent at *at, if one is complete there; "1em" has none. */
static int read_exponent(str s, size_t *at)
{
    size_t i = *at;
    if (i >= s.n || (s.p[i] != 'e' && s.p[i] != 'E'))
        return 0;
    i++;
    bool is_negative = i < s.n && s.p[i] == '-';
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        i++;
    if (!is_digit(s, i))
        return 0;
    int exponent = 0;
    for (; is_digit(s, i); i++)
        exponent = exponent < 100 ? exponent * 10 + (s.p[i] - '0') : exponent;
    *at = i;
    return is_negative ? -exponent : exponent;
}

/* digits * 10^power as a fix; false beyond the range. */
static bool scale(uint64_t digits, int power, fix *out)
{
    unsigned __int128 value = (unsigned __int128)digits << 32, divisor = 1;
    for (; power > 0 && value; power--) {
        value *= 10;
        if (value >> 32 > FIX_MAX_READ)
            return false;
    }
    for (; power < 0 && divisor <= value; power++)
        divisor *= 10;
    value = power < 0 ? 0 : (value + divisor / 2) / divisor;
    *out = (fix)value;
    return value >> 32 <= FIX_MAX_READ;
}

bool fix_read(str s, size_t *at, fix *out)
{
    size_t i = *at, count = 0;
    uint64_t digits = 0;
    int places = 0;
    bool is_negative = i < s.n && s.p[i] == '-', is_fraction = false;
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        i++;
    for (; is_digit(s, i) || (!is_fraction && i < s.n && s.p[i] == '.'); i++) {
        if (s.p[i] == '.') {
            is_fraction = true;
            continue;
        }
        count++;
        if (digits < 100000000000000000) { /* 17 places are far more than count */
            digits = digits * 10 + (uint64_t)(s.p[i] - '0');
            places += is_fraction;
        } else if (!is_fraction) {
            places--;
        }
    }
    if (!count)
        return false;
    fix size;
    if (!scale(digits, read_exponent(s, &i) - places, &size))
        return false;
    *out = is_negative ? -size : size;
    *at = i;
    return true;
}

bool fix_to_len(fix value, len *out)
{
    wide rounded = shed(value);
    if (rounded > LEN_MAX_PAGE || rounded < -(wide)LEN_MAX_PAGE)
        return false;
    *out = (len)rounded;
    return true;
}
