/* The kit through quoin.h: what warming and asking for the fingerprint do and leave alone. */
#include "unit/base/base_test.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/asset.h"
#include "base/digest.h"
#include "image/png.h"
#include "api/kit.h"
#include "pdf/pdf.h"
#include "text/shape.h"
#include "xml/xml.h"

static void a_fingerprint_is_the_same_every_time(void **state)
{
    (void)state;
    quoin_kit *kit = quoin_kit_open(), *other = quoin_kit_open();
    assert_non_null(kit);
    assert_non_null(other);
    const char *fingerprint = quoin_kit_fingerprint(kit);
    assert_non_null(fingerprint);
    assert_int_equal(strlen(fingerprint), 64);
    assert_int_equal(strspn(fingerprint, "0123456789abcdef"), 64);
    assert_ptr_equal(quoin_kit_fingerprint(kit), fingerprint);
    quoin_kit_warm(other);
    assert_string_equal(quoin_kit_fingerprint(other), fingerprint);
    quoin_kit_close(other);
    quoin_kit_close(kit);
}

/* Worked out once more from what is written of it: every name and every byte carried counts. */
static void a_fingerprint_covers_all_that_is_carried(void **state)
{
    struct digest d, without;
    const char *const libraries[] = {
        "libxml2",     xml_library(), "harfbuzz",    shape_library(), "libpng",
        png_library(), "libharu",     pdf_library(), "zlib",          pdf_packer(),
    };
    digest_begin(&d);
    digest_add_part(&d, str_z(quoin_version()));
    digest_add_part(&d, str_z(asset_sources));
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        assert_true(strlen(libraries[i]) > 0);
        digest_add_part(&d, str_z(libraries[i]));
    }
    for (size_t i = 0; i < asset_count; i++) {
        if (i + 1 == asset_count)
            without = d;
        digest_add_part(&d, str_z(asset_table[i].name));
        digest_add_part(&d, asset_find(str_z(asset_table[i].name)));
    }
    quoin_kit *kit = quoin_kit_open();
    assert_str(digest_end_hex(&d, *state), quoin_kit_fingerprint(kit));
    assert_string_not_equal(digest_end_hex(&without, *state).p, quoin_kit_fingerprint(kit));
    quoin_kit_close(kit);
}

/* The digest of a sample's PDF, in Welsh as in English. */
static str render(struct arena *a, const quoin_kit *kit)
{
    const void *bytes;
    size_t size;
    quoin_report *report = quoin_report_open(kit, "samples/bilingual.xml", NULL);
    assert_int_equal(quoin_render(report, &bytes, &size), QUOIN_DONE);
    str hex = digest_hex(a, (str){bytes, size});
    quoin_report_close(report);
    return hex;
}

static void warming_changes_no_byte(void **state)
{
    quoin_kit *cold = quoin_kit_open(), *warm = quoin_kit_open();
    quoin_kit_warm(warm);
    quoin_kit_warm(warm);
    assert_str(render(*state, warm), render(*state, cold).p);
    quoin_kit_close(warm);
    quoin_kit_close(cold);
}

/* Bytes that a first render leaves behind in the kit; 0 under sanitizers, whose malloc tells none.
 */
static size_t left_behind(struct arena *a, quoin_kit *kit)
{
    size_t before = mallinfo2().uordblks;
    render(a, kit);
    size_t after = mallinfo2().uordblks;
    return after > before ? after - before : 0;
}

static void nothing_is_left_to_load(void **state)
{
    quoin_kit *cold = quoin_kit_open(), *warm = quoin_kit_open();
    render(*state, cold); /* what belongs to the process, and is not what is looked for */
    quoin_kit_close(cold);
    cold = quoin_kit_open();
    quoin_kit_warm(warm);
    size_t from_cold = left_behind(*state, cold), from_warm = left_behind(*state, warm);
    assert_true(from_warm < 4096 && (from_cold == 0 || from_cold > 1 << 20));
    quoin_kit_close(warm);
    quoin_kit_close(cold);
}

/* A child of a process that has warmed the kit gives the same, and the kit can still be closed. */
static void a_fork_shares_the_kit(void **state)
{
    quoin_kit *kit = quoin_kit_open();
    quoin_kit_warm(kit);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct arena *a = arena_new();
        quoin_kit *own = quoin_kit_open();
        _exit(str_eq(render(a, kit), render(a, own)) ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(render(*state, kit).n, DIGEST_HEX);
    quoin_kit_close(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fingerprint_is_the_same_every_time),
        ARENA_TEST(a_fingerprint_covers_all_that_is_carried),
        ARENA_TEST(warming_changes_no_byte),
        ARENA_TEST(nothing_is_left_to_load),
        ARENA_TEST(a_fork_shares_the_kit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
