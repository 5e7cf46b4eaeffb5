/* The vectors are those of FIPS 180-4's examples (NIST) and of RFC 1321, A.5. */
#include "base/digest.h"
#include "unit/base/base_test.h"

static const struct vector {
    const char *text, *hex;
} sha256[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
     "lmnopqrsmnopqrstnopqrstu",
     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
};

static const struct vector md5[] = {
    {"", "d41d8cd98f00b204e9800998ecf8427e"},
    {"a", "0cc175b9c0f1b6a831c399e269772661"},
    {"abc", "900150983cd24fb0d6963f7d28e17f72"},
    {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
    {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
    {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
     "57edf4a22be3c955ac49da2e2107b67a"},
};

static void sha256_vectors(void **state)
{
    for (size_t i = 0; i < sizeof sha256 / sizeof *sha256; i++)
        assert_str(digest_hex(*state, str_z(sha256[i].text)), sha256[i].hex);
}

static void sha256_of_a_million_letters_in_uneven_pieces(void **state)
{
    char letters[997];
    struct digest d;
    memset(letters, 'a', sizeof letters);
    digest_begin(&d);
    for (size_t left = 1000000, n = 1; left > 0; left -= n) {
        n = n % sizeof letters + 1 < left ? n % sizeof letters + 1 : left;
        digest_add(&d, (str){letters, n});
    }
    assert_str(digest_end_hex(&d, *state),
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void begun_anew_it_forgets(void **state)
{
    struct digest d;
    digest_begin(&d);
    digest_add(&d, STR("something else"));
    digest_begin(&d);
    digest_add(&d, STR("abc"));
    struct digest copy = d;
    assert_str(digest_end_hex(&d, *state), sha256[1].hex);
    assert_str(digest_end_hex(&copy, *state), sha256[1].hex);
}

/* The size goes first: eight bytes, the lowest first. */
static void parts_are_preceded_by_their_size(void **state)
{
    struct digest d, other;
    digest_begin(&d);
    digest_add_part(&d, STR("abc"));
    assert_str(digest_end_hex(&d, *state), digest_hex(*state, STR("\3\0\0\0\0\0\0\0abc")).p);
    digest_begin(&d);
    digest_add_part(&d, STR("ab"));
    digest_add_part(&d, STR("c"));
    digest_begin(&other);
    digest_add_part(&other, STR("a"));
    digest_add_part(&other, STR("bc"));
    assert_false(str_eq(digest_end_hex(&d, *state), digest_end_hex(&other, *state)));
    digest_begin(&d);
    digest_add_part(&d, STR(""));
    assert_str(digest_end_hex(&d, *state), digest_hex(*state, STR("\0\0\0\0\0\0\0\0")).p);
}

static void md5_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof md5 / sizeof *md5; i++) {
        uint8_t bytes[DIGEST_MD5_SIZE];
        char hex[2 * DIGEST_MD5_SIZE + 1];
        digest_md5(str_z(md5[i].text), bytes);
        digest_put_hex(hex, bytes, sizeof bytes);
        assert_string_equal(hex, md5[i].hex);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(sha256_vectors),        ARENA_TEST(sha256_of_a_million_letters_in_uneven_pieces),
        ARENA_TEST(begun_anew_it_forgets), ARENA_TEST(parts_are_preceded_by_their_size),
        cmocka_unit_test(md5_vectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
