/*
 * say: everything the program says on standard error, in one manner.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

void say_name(FILE *out, const char *name)
{
    if (strcmp(name, "-") == 0)
        name = "<stdin>";
    for (const char *p = name; *p; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            fprintf(out, "\\x%02X", (unsigned)(unsigned char)*p);
        else
            putc(*p, out);
    }
}

void say_wrong(const char *hint, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fputs("quoin: ", stderr);
    say_name(stderr, text);
    fputs("\n", stderr);
    if (hint)
        fprintf(stderr, "  help: %s\n", hint);
}

bool say_is_agenda(const char *path)
{
    if (!options_is_agenda(path))
        return false;
    say_wrong("quoin pack makes its pack; -o names a file for the front sheet alone",
              "%s: this is an agenda", path);
    return true;
}

bool say_is_coloured(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDERR_FILENO) && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

void say_findings(const quoin_report *report)
{
    quoin_print_findings(report, stderr, say_is_coloured());
}

void say_diag(struct diag *diag)
{
    diag_sort(diag);
    diag_print(diag, stderr, (struct diag_style){.colour = say_is_coloured()});
}

static void say_count(size_t count, const char *what)
{
    fprintf(stderr, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

void say_summary(const quoin_report *report, const char *name, size_t pages)
{
    size_t counts[3] = {0};
    static const char *const what[] = {"note", "warning", "error"};
    const char *comma = "";
    for (size_t i = 0; i < quoin_finding_count(report); i++)
        counts[quoin_finding_at(report, i).severity]++;
    say_name(stderr, name);
    fputs(": ", stderr);
    if (pages) {
        say_count(pages, "page");
        comma = ", ";
    }
    for (int severity = QUOIN_ERROR; severity >= QUOIN_WARNING; severity--)
        if (counts[severity]) {
            fputs(comma, stderr);
            say_count(counts[severity], what[severity]);
            comma = ", ";
        }
    fputs(*comma ? "\n" : "no errors, no warnings\n", stderr);
}

quoin_kit *say_open_kit(quoin_status *status)
{
    errno = 0;
    quoin_kit *kit = quoin_kit_open();
    if (kit)
        return kit;
    *status = errno == ENOMEM ? QUOIN_LIMIT : QUOIN_INTERNAL;
    if (*status == QUOIN_LIMIT)
        memory_tell_short();
    else
        say_wrong("install quoin again", "the fonts and layouts inside quoin cannot be read");
    return NULL;
}

const char *say_nearest(char out[128], const char *prefix, const char *word,
                        const char *const *candidates)
{
    const char *near = str_nearest(str_z(word), candidates);
    if (!near)
        return NULL;
    snprintf(out, 128, "did you mean %s%s?", prefix, near);
    return out;
}
