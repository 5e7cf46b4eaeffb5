#include "batch/seal.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- files ------------------------------------------------------------------------------- */

/*
 * All that can be done to files by the kernel's version of Landlock, but for reading files and
 * folders. Numbers, since a header may be older than the kernel: 13 rights at first, then moving
 * between folders, then truncating.
 */
static uint64_t landlock_rights(long version)
{
    int count = version >= 3 ? 15 : version == 2 ? 14 : 13;
    uint64_t all = ((uint64_t)1 << count) - 1;
    return all & ~(uint64_t)(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
}

/* A set of rights with no rule that gives any back. */
static void seal_files(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return;
    struct landlock_ruleset_attr rights = {.handled_access_fs = landlock_rights(version)};
    long rules = syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
    if (rules < 0)
        return;
    syscall(SYS_landlock_restrict_self, rules, 0);
    close((int)rules);
}

/* ---- calls ------------------------------------------------------------------------------- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

/* Calls of the x32 way of calling have this bit; elsewhere no call has so high a number. */
#define X32_BIT 0x40000000

static const uint32_t denied_calls[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_execve,
    SYS_execveat,
    SYS_clone,
    SYS_clone3,
#ifdef SYS_fork
    SYS_fork,
    SYS_vfork,
#endif
    SYS_kill, /* abort() uses tgkill, which is allowed on oneself */
    SYS_tkill,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_pidfd_send_signal,
    SYS_rt_sigqueueinfo,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_prlimit64, /* of others too; its own are set */
    SYS_setpriority,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_keyctl,
    SYS_mount,
    SYS_unshare,
    SYS_setns,
};

#define DENIED_COUNT (sizeof denied_calls / sizeof *denied_calls)

#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define IS(value, yes, no)                                                                         \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), (uint8_t)(yes), (uint8_t)(no))

/*
 * One jump for each call, to the last instruction: a jump over at most 255, so that many calls can
 * be denied. All the rest is allowed: a list of what glibc needs would be another one tomorrow.
 */
static void seal_calls(void)
{
    enum { BEFORE = 4, AFTER = BEFORE + DENIED_COUNT, LAST = AFTER + 4 };
    _Static_assert(LAST < 256, "a jump is too long");
    struct sock_filter program[LAST + 1] = {
        LOAD(arch),
        IS(ARCHITECTURE, 0, LAST - 2),
        LOAD(nr),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, LAST - 4, 0),
        [AFTER] = IS(SYS_tgkill, 0, 2),
        LOAD(args[0]), /* the half that counts: these machines are little-endian */
        IS(getpid(), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
    for (size_t i = 0; i < DENIED_COUNT; i++)
        program[BEFORE + i] = (struct sock_filter)IS(denied_calls[i], LAST - (BEFORE + i) - 1, 0);
    struct sock_fprog filter = {LAST + 1, program};
    /* SPEC_ALLOW: older kernels otherwise slow the whole process down against side channels. */
    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &filter);
}

#else

static void seal_calls(void)
{
}

#endif

void seal_self(void)
{
    seal_files();
    seal_calls();
}
