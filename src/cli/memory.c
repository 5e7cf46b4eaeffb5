/*
 * memory: a limit on what the whole process may have, for commands that read PDFs.
 */
#include <sys/resource.h>

#include "cli/cli.h"

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false /* a sanitizer's own memory is beyond any limit */
#endif

void memory_limit(const struct cli *cli, size_t bytes)
{
    rlim_t most = cli->memory_limit ? cli->memory_limit : bytes;
    if (!IS_SANITIZED)
        setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
}
