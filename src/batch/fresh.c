/*
 * What is cheap to see is looked at first; a file is read only when all before it agrees. A PDF of
 * another size is another PDF; one of the same size is read and hashed, since dates can lie and
 * editors can keep sizes. 1,000 PDFs of 60 kB that are up to date take 85 ms.
 */
#include "batch/fresh.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "batch/store.h"

#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* Bytes read at once: enough that system calls do not count, little enough for the stack. */
#define BLOCK_SIZE 32768

/* ---- hashes of files ---- */

/* Reads to the end; false when it cannot. */
static bool digest_rest(int fd, struct digest *digest)
{
    char block[BLOCK_SIZE];
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n > 0)
            digest_add(digest, (str){block, (size_t)n});
        else
            return n == 0;
    }
}

static bool put_hash(int fd, char hex[DIGEST_HEX + 1])
{
    struct digest digest;
    uint8_t bytes[DIGEST_SIZE];
    digest_begin(&digest);
    if (!digest_rest(fd, &digest))
        return false;
    digest_end(&digest, bytes);
    digest_put_hex(hex, bytes, sizeof bytes);
    return true;
}

bool fresh_has_hash(int fd, str sha256)
{
    char hex[DIGEST_HEX + 1];
    return put_hash(fd, hex) && str_is(sha256, hex);
}

/* The hash of a regular file. Takes over the descriptor, which may be -1. */
static bool hash_file(int fd, char hex[DIGEST_HEX + 1])
{
    struct stat st;
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && put_hash(fd, hex);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool has_hash(int fd, str sha256)
{
    char hex[DIGEST_HEX + 1];
    return hash_file(fd, hex) && str_is(sha256, hex);
}

/* ---- inputs ---- */

static bool is_absolute(str path)
{
    return path.n > 0 && path.p[0] == '/';
}

/* Every file that the report drew on; the report itself is the first and known already. */
static bool has_inputs(struct arena *scratch, const struct document *document,
                       const struct record *record, str *detail)
{
    str folder = file_folder(scratch, document->path);
    for (size_t i = 1; i < record->input_count; i++) {
        const struct record_input *input = &record->inputs[i];
        str path = is_absolute(input->path)
                       ? str_copy(scratch, input->path)
                       : str_format(scratch, "%.*s/%.*s", STR_ARG(folder), STR_ARG(input->path));
        if (has_hash(open(path.p, READ_FLAGS), input->sha256))
            continue;
        *detail = input->path;
        return false;
    }
    return true;
}

/* The path from `folder`, where it lies beneath it; else empty. */
static str path_within(struct arena *a, str folder, str path)
{
    str rest = path, plain;
    bool is_here = str_is(folder, ".");
    if (!is_here && !(str_starts(path, folder) && path.n > folder.n))
        return STR("");
    if (!is_here)
        rest = str_sub(path, folder.n, path.n);
    if (!is_here && !str_ends(folder, STR("/")) && !str_starts(rest, STR("/")))
        return STR(""); /* "reports-old/a.png" beside "reports" */
    while (!is_here && rest.n && rest.p[0] == '/')
        rest = str_sub(rest, 1, rest.n);
    return file_plain_name(a, rest, &plain) ? plain : STR("");
}

static str absolute_path(struct arena *a, str path)
{
    char here[PATH_MAX];
    if (is_absolute(path) || !getcwd(here, sizeof here))
        return str_copy(a, path);
    return str_format(a, "%s/%.*s", here, STR_ARG(path));
}

struct record_input *fresh_inputs(struct arena *a, const struct record_input *inputs, size_t count)
{
    struct record_input *out = ARENA_ARRAY(a, count, struct record_input);
    str folder = count ? file_folder(a, inputs[0].path) : STR(".");
    for (size_t i = 0; i < count; i++) {
        str within = path_within(a, folder, inputs[i].path);
        out[i].path = within.n ? within : absolute_path(a, inputs[i].path);
        out[i].sha256 = inputs[i].sha256;
    }
    return out;
}

/* ---- the output ---- */

static bool has_thumbnail(struct arena *scratch, str folder, const struct record *record)
{
    if (record->thumbnail.n == 0)
        return true; /* it was made without */
    str name = str_format(scratch, STORE_THUMBNAILS "/%.*s", STR_ARG(record->thumbnail));
    int fd = store_open_in(scratch, folder, name, O_PATH);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static enum fresh check_output(struct arena *scratch, str folder, const struct record *record)
{
    struct stat st;
    int fd = store_open_in(scratch, folder, record->output, READ_FLAGS);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? FRESH_MISSING : FRESH_ALTERED;
    if (fstat(fd, &st) != 0 || (uintmax_t)st.st_size != record->bytes) {
        close(fd);
        return FRESH_ALTERED;
    }
    if (!has_hash(fd, record->sha256))
        return FRESH_ALTERED;
    return has_thumbnail(scratch, folder, record) ? FRESH_YES : FRESH_MISSING;
}

/* Of a PDF that the manifest says nothing of: is there one nevertheless? */
static enum fresh check_unknown(struct arena *scratch, str folder, str output)
{
    int fd = output.n ? store_open_in(scratch, folder, output, O_PATH) : -1;
    if (fd < 0)
        return FRESH_NEW;
    close(fd);
    return FRESH_UNKNOWN;
}

/* ---- the options ---- */

/* The word that follows the layout's where that is a file. */
#define LAYOUT_HASH "layout-sha256"

/* What may differ, in the order it is told; its name on the command line. */
static const struct {
    const char *key, *name;
} asked[] = {
    {"layout", "--layout"},        {"variant", "--variant"},       {"part", "--part"},
    {"source", "--no-source"},     {"epoch", "SOURCE_DATE_EPOCH"}, {"agenda-item", "--agenda-item"},
    {"first-page", "--first-page"}};

/* The value as it stands in the line; "" where it has none, or the one that goes without saying. */
static str value_of(str options, const char *key)
{
    for (str word = str_word(&options); word.n; word = str_word(&options)) {
        size_t equals = str_find(word, '=');
        if (str_is(str_sub(word, 0, equals), key))
            return str_is(word, "part=all") ? STR("") : str_sub(word, equals + 1, word.n);
    }
    return STR("");
}

/* As it was given: see add_option(). */
static str unescape(struct arena *a, str value)
{
    struct buf b = {.arena = a};
    unsigned byte;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == '%' && i + 2 < value.n &&
            sscanf(str_copy(a, str_sub(value, i + 1, i + 3)).p, "%2X", &byte) == 1) {
            buf_byte(&b, (char)byte);
            i += 2;
        } else {
            buf_byte(&b, value.p[i]);
        }
    return buf_str(&b);
}

static str describe_option(struct arena *a, const char *name, str before, str now)
{
    if (now.n == 0)
        return str_format(a, "%s is not asked for any more", name);
    if (strcmp(name, "--no-source") == 0)
        return str_format(a, "%s is asked for", name);
    now = unescape(a, now);
    before = unescape(a, before);
    return str_format(a, "%s %.*s is asked for%s%.*s", name, STR_ARG(now),
                      before.n ? ", before it was " : "", STR_ARG(before));
}

/* The first that differs. */
static enum fresh compare_options(struct arena *a, str before, str now, str *detail)
{
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        str x = value_of(before, asked[i].key), y = value_of(now, asked[i].key);
        if (str_eq(x, y))
            continue;
        *detail = describe_option(a, asked[i].name, x, y);
        return FRESH_OPTIONS;
    }
    bool is_layout = !str_eq(value_of(before, LAYOUT_HASH), value_of(now, LAYOUT_HASH));
    *detail = is_layout ? unescape(a, value_of(now, "layout")) : STR("other options are asked for");
    return is_layout ? FRESH_LAYOUT : FRESH_OPTIONS;
}

/* ---- the answer ---- */

enum fresh fresh_check(struct arena *scratch, str folder, const struct document *document,
                       const struct record *record, str program, str options, str *detail)
{
    str unused;
    if (!detail)
        detail = &unused;
    *detail = STR("");
    if (record && record->has_failed)
        return FRESH_FAILED;
    /* A report of another name has another name inside its PDF, too. */
    if (record && record->sha256.n &&
        !(str_eq(record->input, document->name) && str_eq(record->output, document->output)))
        return FRESH_NEW;
    if (!record || record->output.n == 0 || record->sha256.n == 0 || record->input_count == 0)
        return check_unknown(scratch, folder, document->output);
    if (!str_eq(record->program, program))
        return FRESH_PROGRAM;
    if (!str_eq(record->options, options))
        return compare_options(scratch, record->options, options, detail);
    if (document->sha256.n == 0 || !str_eq(record->inputs[0].sha256, document->sha256))
        return FRESH_REPORT;
    if (!has_inputs(scratch, document, record, detail))
        return FRESH_INPUT;
    return check_output(scratch, folder, record);
}

const char *fresh_text(enum fresh fresh)
{
    static const char *const texts[] = {
        [FRESH_YES] = "nothing changed",
        [FRESH_NEW] = "it has not been made yet",
        [FRESH_UNKNOWN] = "nothing is known of the PDF there",
        [FRESH_FORCED] = "--force asks for it",
        [FRESH_FAILED] = "the last try failed",
        [FRESH_PROGRAM] = "quoin, its fonts or its layouts changed",
        [FRESH_OPTIONS] = "",
        [FRESH_LAYOUT] = "the layout changed: ",
        [FRESH_REPORT] = "the report changed",
        [FRESH_INPUT] = "a file it uses changed: ",
        [FRESH_MISSING] = "its PDF or thumbnail is gone",
        [FRESH_ALTERED] = "its PDF is not as it was made",
    };
    return texts[fresh];
}

/* ---- what was asked for ---- */

/* A word of the line: what could be taken for the next one is escaped. */
static void add_option(struct buf *b, const char *key, str value)
{
    if (b->n)
        buf_byte(b, ' ');
    buf_addz(b, key);
    buf_byte(b, '=');
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] <= ' ' || value.p[i] == '%')
            buf_format(b, "%%%02X", (unsigned)(unsigned char)value.p[i]);
        else
            buf_byte(b, value.p[i]);
}

/*
 * A shipped layout by its name (its bytes are in the program's fingerprint), a file by its own
 * name, which the PDF tells, and its content. That one cannot be read is for rendering to tell.
 */
static void add_layout(struct buf *b, str layout)
{
    char hex[DIGEST_HEX + 1];
    bool is_file = str_find(layout, '/') < layout.n || str_ends(layout, STR(".xml"));
    add_option(b, "layout", is_file ? file_name(layout) : layout);
    if (is_file)
        add_option(b, LAYOUT_HASH,
                   hash_file(open(layout.p, READ_FLAGS), hex) ? str_z(hex) : STR("none"));
}

str fresh_options(struct arena *a, const quoin_options *options)
{
    struct buf b = {.arena = a};
    if (options->layout)
        add_layout(&b, str_z(options->layout));
    if (options->variant)
        add_option(&b, "variant", str_z(options->variant));
    add_option(&b, "part", str_z(options->part ? options->part : "all"));
    if (options->epoch >= 0)
        add_option(&b, "epoch", str_format(a, "%lld", options->epoch));
    if (options->no_source)
        add_option(&b, "source", STR("none"));
    if (options->agenda_item && *options->agenda_item)
        add_option(&b, "agenda-item", str_z(options->agenda_item));
    if (options->first_page)
        add_option(&b, "first-page", str_format(a, "%u", options->first_page));
    return buf_str(&b);
}
