/*
 * A library that finds no memory may abort, exit, or fall over a NULL; the kernel may have killed
 * the process. None of them says so. A child that held as much as it was allowed when it died is
 * taken to have died of it.
 */
#include "batch/death.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define HINT_TIME "allow more time with --timeout, or split the report"
#define HINT_MEMORY                                                                                \
    "allow more memory with --memory, make its pictures smaller, or split the report"
#define HINT_FAULT "other reports are not affected; please report it with the input"
#define HINT_SYSTEM                                                                                \
    "the whole machine may have been short of memory: run again with fewer --jobs, which makes "   \
    "only what is missing"
#define HINT_PROCESS                                                                               \
    "other programs may hold all that the system allows: wait, or run again with fewer --jobs"

struct verdict {
    enum code code;
    str reason;
    const char *hint;
};

/* ---- words ------------------------------------------------------------------------------- */

static str print_findings(struct arena *a, const struct diag *d, bool is_json, bool is_coloured)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return (str){0};
    if (is_json)
        diag_print_json(d, out);
    else
        diag_print(d, out, (struct diag_style){.colour = is_coloured});
    fclose(out);
    if (text)
        arena_defer(a, free, text);
    return (str){text, text ? size : 0};
}

static void tell(const struct verdict *v, struct arena *a, const struct worker_order *order,
                 struct result *out)
{
    const struct source report = {str_z(order->path), {0}};
    struct diag d;
    diag_init(&d, a);
    struct finding *f = diag_add(&d, v->code, (struct pos){.source = &report},
                                 "no PDF could be made of this report: %.*s", STR_ARG(v->reason));
    diag_hint(&d, f, "%s", v->hint);
    out->status = (int)d.status;
    out->errors = d.errors;
    out->reason = v->reason;
    out->findings = print_findings(a, &d, false, order->is_coloured);
    out->findings_json = print_findings(a, &d, true, false);
    if (out->findings_json.n == 0)
        out->findings_json = STR("[]");
}

static size_t memory_limit(const struct worker_order *order)
{
    return order->options ? order->options->memory_limit : 0;
}

static str memory_words(struct arena *a, const struct worker_order *order)
{
    if (memory_limit(order) == 0)
        return STR("needs more memory than there is");
    return str_format(a, "needs more than %zu MiB of memory", memory_limit(order) >> 20);
}

/* "SIGSEGV" */
static str signal_name(struct arena *a, int number)
{
    const char *name = sigabbrev_np(number);
    return name ? str_format(a, "SIG%s", name) : str_format(a, "signal %d", number);
}

/* ---- judging ----------------------------------------------------------------------------- */

bool death_is_natural(const struct death *death)
{
    return WIFEXITED(death->wait_status) && WEXITSTATUS(death->wait_status) == 0 &&
           !death->is_late && !death->is_too_large;
}

static bool was_short_of_memory(const struct death *death, const struct worker_order *order)
{
    size_t limit = memory_limit(order);
    return limit > 0 && death->peak_kib >= death->shared_kib + (limit >> 10);
}

static bool is_signal(const struct death *death, int number)
{
    return WIFSIGNALED(death->wait_status) && WTERMSIG(death->wait_status) == number;
}

/* "killed by SIGSEGV", "ended early (exit status 1)", "sent a damaged result" */
static str how_it_ended(const struct death *death, struct arena *a)
{
    if (WIFSIGNALED(death->wait_status))
        return str_format(a, "killed by %.*s",
                          STR_ARG(signal_name(a, WTERMSIG(death->wait_status))));
    if (WEXITSTATUS(death->wait_status) != 0)
        return str_format(a, "ended early (exit status %d)", WEXITSTATUS(death->wait_status));
    return STR("sent a damaged result");
}

static struct verdict judge(const struct death *death, struct arena *a,
                            const struct worker_order *order)
{
    if (death->is_late || is_signal(death, SIGXCPU))
        return (struct verdict){Q755, str_format(a, "took over %u s", order->timeout), HINT_TIME};
    if (death->is_too_large)
        return (struct verdict){Q756, memory_words(a, order), HINT_MEMORY};
    str how = how_it_ended(death, a);
    if (was_short_of_memory(death, order))
        return (struct verdict){
            Q756, str_format(a, "%.*s (%.*s)", STR_ARG(memory_words(a, order)), STR_ARG(how)),
            HINT_MEMORY};
    if (is_signal(death, SIGKILL) && death->has_spoken)
        return (struct verdict){Q754, STR("did not end when it had sent its result"), HINT_FAULT};
    if (is_signal(death, SIGKILL))
        return (struct verdict){
            Q756, str_format(a, "%.*s: the system may have run out of memory", STR_ARG(how)),
            HINT_SYSTEM};
    return (struct verdict){Q754, how, HINT_FAULT};
}

void death_explain(const struct death *death, struct arena *a, const struct worker_order *order,
                   struct result *out)
{
    struct verdict verdict = judge(death, a, order);
    tell(&verdict, a, order, out);
}

void death_explain_memory(struct arena *a, const struct worker_order *order, struct result *out)
{
    struct verdict verdict = {Q756, memory_words(a, order), HINT_MEMORY};
    tell(&verdict, a, order, out);
}

void death_refuse(int error, struct arena *a, const struct worker_order *order, struct result *out)
{
    char text[128];
    struct verdict verdict = {Q758, {0}, HINT_PROCESS};
    verdict.reason = str_format(a, "no process could be started: %s",
                                strerror_r(error, text, sizeof text)); /* the GNU one */
    *out = (struct result){0};
    tell(&verdict, a, order, out);
}
