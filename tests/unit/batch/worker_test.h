/*
 * For tests of workers: reports good and broken in a folder of their own, a kit, and children that
 * go wrong on demand (batch/fault_hook.h): they are compiled in here, whatever program.a has.
 */
#ifndef QUOIN_TESTS_WORKER_TEST_H
#define QUOIN_TESTS_WORKER_TEST_H

#include "unit/batch/batch_test.h"

#include <sys/wait.h>

#ifndef QUOIN_FAULT_HOOKS
#define QUOIN_FAULT_HOOKS
#endif
#include "batch/child.c"
#include "batch/fault_hook.c"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false
#endif

#define REPORT_HEAD                                                                                \
    "<report xmlns=\"urn:quoin:report:1\" xml:lang=\"en-GB\" year=\"2020/21\" quarter=\"2\">"      \
    "<organisation short=\"OPCC\">Office</organisation><title>Report</title>"                      \
    "<appendix id=\"A\" title=\"Report\"><section title=\"Section\"><kpi ref=\"1.1\">"             \
    "<measure id=\"a\" name=\"Calls\"><value>1</value></measure>"

#define REPORT_TAIL "</kpi></section></appendix></report>"

#define GOOD   REPORT_HEAD "<commentary><para>Words.</para></commentary>" REPORT_TAIL
#define BROKEN REPORT_HEAD "<commentry><para>Words.</para></commentry>" REPORT_TAIL

static quoin_kit *kit __attribute__((unused));

static inline int open_kit(void **state)
{
    (void)state;
    kit = quoin_kit_open();
    if (kit)
        quoin_kit_warm(kit);
    return kit ? 0 : -1;
}

static inline int close_kit(void **state)
{
    (void)state;
    quoin_kit_close(kit);
    return 0;
}

/* How many children there are, dead ones that nobody has waited for included. */
static inline bool has_children(void)
{
    return waitpid(-1, NULL, WNOHANG | WNOWAIT) >= 0;
}

#endif
