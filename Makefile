# quoin: every command a person needs; `make help` lists them.
#
#   make V=1                               shows the commands as they run
#   make CC=clang BUILD=build/clang        builds with another compiler, elsewhere
#   make BUILD=build/x ROOMS="base text"   builds and tests only these rooms of src/
#
# Everything made goes to $(BUILD); `make clean` removes it.

BUILD ?= build
CC ?= cc
PREFIX ?= /usr/local
VERSION := 0.1.0
CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Werror
STD := -std=c11 -D_GNU_SOURCE
ROOMS ?= base xml report text image page raster typeset compose pdf api batch pack cli
# Of these, what is the program and not the library.
PROGRAM_ROOMS := batch pack cli

# What Debian 12 needs besides make; tests/need.sh installs it. README.md says why each.
BUILD_PACKAGES := gcc libc6-dev pkg-config libhpdf-dev libharfbuzz-dev libxml2-dev libhyphen-dev \
	libpng-dev zlib1g-dev nettle-dev libqpdf-dev libjansson-dev
TEST_PACKAGES := $(BUILD_PACKAGES) libcmocka-dev clang qpdf poppler-utils mupdf-tools \
	libxml2-utils procps python3 python3-yaml unicode-data
CARE_PACKAGES := clang-format clang-tidy valgrind time

# pkg-config is asked once, when first needed: `make demo` may just have installed it.
PKGS := libxml-2.0 harfbuzz harfbuzz-subset libpng zlib nettle
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)
# libhpdf and libhyphen ship no pkg-config file in Debian 12
LIBS = $(PKG_LIBS) -lhpdf -lhyphen -lm
PROGRAM_LIBS = -lqpdf -ljansson $(LIBS)

ALL_CFLAGS = $(STD) $(WARN) $(CFLAGS) $(EXTRA) -fPIC -fvisibility=hidden -pthread \
	-Isrc -Iinclude -I$(BUILD)/gen $(PKG_CFLAGS) -DQUOIN_VERSION='"$(VERSION)"'
COMPILE = $(CC) $(ALL_CFLAGS) -MMD -MP
LINK = $(CC) $(ALL_CFLAGS) $(LDFLAGS)

SRC := $(sort $(wildcard $(ROOMS:%=src/%/*.c)) $(if $(filter api,$(ROOMS)),src/quoin.c))
LIB_SRC := $(filter-out $(PROGRAM_ROOMS:%=src/%/%),$(SRC))
LIB_OBJ := $(LIB_SRC:src/%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/gen/assets.o
PROGRAM_SRC := $(filter $(PROGRAM_ROOMS:%=src/%/%),$(SRC))
PROGRAM_OBJ := $(patsubst src/%.c,$(BUILD)/obj/%.o,$(PROGRAM_SRC))
# What the library is compiled from: quoin_kit_fingerprint() tells two builds apart by it.
SOURCES := $(sort $(filter-out $(PROGRAM_ROOMS:%=src/%/%),$(wildcard src/*.c src/*/*.[ch] src/*/*.def)))
ASSETS := $(sort $(wildcard fonts/*.ttf fonts/*.dic layouts/*.xml layouts/*.svg layouts/*.png layouts/*.icc))

UNIT_SRC := $(sort $(wildcard $(ROOMS:%=tests/unit/%/test_*.c)))
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
C_FILES = $(shell find src include tests -name '*.[ch]' | sort)

# A line for a person, or with V=1 the command itself.
Q := $(if $(V),,@)
SAY = $(if $(V),@:,@printf '  %-8s %s\n')

.DEFAULT_GOAL := all
.PHONY: all lib unit unit-bin clean help FORCE
.SECONDARY:
.DELETE_ON_ERROR:

all: $(BUILD)/quoin $(BUILD)/libquoin.a $(BUILD)/libquoin.so $(BUILD)/quoin.1 ## build quoin, libquoin.a, libquoin.so and the manual page
lib: $(BUILD)/libquoin.a ## build only libquoin.a

# ---- building ------------------------------------------------------------------------------

$(BUILD)/quoin: $(PROGRAM_OBJ) $(BUILD)/libquoin.a
	$(SAY) link $@
	$(Q)$(LINK) -o $@ $^ $(PROGRAM_LIBS)

$(BUILD)/libquoin.a: $(LIB_OBJ)
	$(SAY) archive $@
	@rm -f $@
	$(Q)ar rcsD $@ $^

# The program without its main(), for the tests.
$(BUILD)/program.a: $(filter-out %/cli/main.o,$(PROGRAM_OBJ))
	@rm -f $@
	$(Q)ar rcsD $@ $^

$(BUILD)/libquoin.so: $(LIB_OBJ)
	$(SAY) link $@
	$(Q)$(LINK) -shared -Wl,-soname,libquoin.so.0 -o $@ $^ $(LIBS)
	@ln -sf libquoin.so $@.0

$(BUILD)/quoin.1: $(BUILD)/quoin
	$(SAY) man $@
	$(Q)$(BUILD)/quoin help --man > $@

$(BUILD)/obj/%.o: src/%.c $(BUILD)/flags
	$(SAY) cc $<
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

# Rewritten only when the compiler or its flags are not what they were: all objects depend on it.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@{ $(CC) --version | head -1; printf '%s\n' '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(LDFLAGS))'; } > $@.new
	@cmp -s $@ $@.new && rm -f $@.new || mv $@.new $@

# The files quoin carries inside itself (base/asset.h). The list is kept so that one more, or one
# less, is noticed too.
$(BUILD)/gen/assets.list: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(ASSETS) > $@.new
	@cmp -s $@ $@.new && rm -f $@.new || mv $@.new $@

$(BUILD)/gen/assets.c: $(ASSETS) $(BUILD)/gen/assets.list $(SOURCES)
	$(SAY) embed $@
	@{ echo '#include "base/asset.h"'; i=0; \
	echo "const char asset_sources[] = \"$$(cat $(SOURCES) | sha256sum | cut -c 1-64)\";"; \
	for f in $(ASSETS); do i=$$((i+1)); \
	  printf '__asm__(".section .rodata\\n.balign 16\\nasset_%d:\\n.incbin \\"%s\\"\\nasset_%d_end:\\n.byte 0\\n.previous\\n");\n' $$i $$f $$i; \
	  printf 'extern const char asset_%d[] __attribute__((visibility("hidden"))), asset_%d_end[] __attribute__((visibility("hidden")));\n' $$i $$i; done; \
	echo 'const struct asset asset_table[] = {'; i=0; \
	for f in $(ASSETS); do i=$$((i+1)); printf '    {"%s", asset_%d, asset_%d_end},\n' $$f $$i $$i; done; \
	echo '    {0, 0, 0}};'; echo "const size_t asset_count = $$i;"; } > $@

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/program.a $(BUILD)/libquoin.a
	$(SAY) cc $<
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -Itests $(LDFLAGS) -o $@ $< $(BUILD)/program.a $(BUILD)/libquoin.a -lcmocka $(PROGRAM_LIBS)

# ---- the two commands ------------------------------------------------------------------------

demo: ## install what is missing, build, and render every sample into build/demo/
	@tests/need.sh $(BUILD_PACKAGES)
	@$(MAKE) --no-print-directory all
	@tests/demo.sh $(BUILD)

test: ## install what is missing, build, and run every test
	@tests/need.sh $(TEST_PACKAGES)
	@tests/run.sh $(BUILD)

.PHONY: demo test

# ---- testing, piece by piece -----------------------------------------------------------------

unit-bin: $(UNIT_BIN)

unit: $(UNIT_BIN) ## run the unit tests
	@set -e; for t in $(UNIT_BIN); do echo "== $$t"; $$t; done

quick: all unit-bin ## run the tests of this build only: no sanitizers, no second compiler
	@tests/suite.sh $(BUILD)

asan: ## run the tests with AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory BUILD=build/asan CFLAGS="-O1 -g -fno-omit-frame-pointer" \
		EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=all" all unit-bin
	@tests/suite.sh build/asan code

conformance: all ## ask veraPDF about every sample and layout (Java, Maven)
	@tests/need.sh qpdf python3
	@tests/conformance/run.sh $(BUILD)

check-index: all ## look at the index page of a batch in Chromium (npm)
	@tests/index/run.sh $(BUILD)

check-tex: $(BUILD)/linebreak_judge ## compare line breaks with TeX's, where luatex is installed
	@tests/oracle/check-tex.sh $< $(TEX_PARAGRAPHS)

$(BUILD)/linebreak_judge: tests/oracle/linebreak_judge.c $(BUILD)/libquoin.a
	$(SAY) cc $<
	$(Q)$(COMPILE) $(LDFLAGS) -o $@ $< $(BUILD)/libquoin.a $(LIBS)

valgrind: all unit-bin ## run the unit tests and the samples under valgrind
	@tests/need.sh $(TEST_PACKAGES) $(CARE_PACKAGES)
	@tests/valgrind.sh $(BUILD)

bench: all ## time and memory: the Q2 sample, 100 pages, 1,000 pages; a batch of 1,000 reports; a pack
	@tests/bench/run.sh $(BUILD)

faults: ## kill, starve and lie to batches and packs, some 500 times: no PDF may be lost or half-written
	@tests/need.sh $(BUILD_PACKAGES) qpdf python3 strace
	@$(MAKE) --no-print-directory BUILD=build/faults EXTRA=-DQUOIN_FAULT_HOOKS build/faults/quoin
	@tests/faults/run.sh build/faults

slurm: $(BUILD)/quoin ## a batch as a job array, on a Slurm cluster of this machine's own
	@tests/slurm/run.sh $(BUILD)

check-kubernetes: ## hold the samples for Kubernetes to its schemas (pip)
	@tests/kubernetes/run.sh $(BUILD)

golden-update: all ## accept what is made now as the reference for layout dumps and page images
	@tests/golden/run.sh --update $(BUILD)
	@tests/golden/pages.sh --update $(BUILD)
	@tests/findings/run.sh --update $(BUILD)

fresh: ## prove the two commands on a bare Debian 12 (needs root and debootstrap; not part of CI)
	@tests/fresh-machine.sh

.PHONY: quick asan conformance check-index check-kubernetes check-tex valgrind bench golden-update fresh

# ---- care --------------------------------------------------------------------------------------

format: ## format the C files
	@tests/need.sh clang-format
	@clang-format -i $(C_FILES)

check-format: ## fail if a C file is not formatted
	@tests/need.sh clang-format
	@clang-format --dry-run --Werror $(C_FILES)

tidy: $(BUILD)/gen/assets.c ## run clang-tidy
	@tests/need.sh $(BUILD_PACKAGES) $(CARE_PACKAGES)
	@printf '%s\n' $(SRC) | xargs -P $$(nproc) -I{} clang-tidy --quiet {} -- $(filter-out -DQUOIN_VERSION%,$(ALL_CFLAGS)) -DQUOIN_VERSION='"$(VERSION)"' 2> $(BUILD)/tidy.log

picture: all ## rebuild README's picture from two finished pages
	@tests/need.sh $(TEST_PACKAGES)
	@tests/picture.sh $(BUILD)

unicode-tables: ## rebuild src/text/unicode_tables.h from the package unicode-data
	@mkdir -p $(BUILD)
	@python3 tests/tools/unicode-tables.py /usr/share/unicode > $(BUILD)/unicode_tables.h
	@cmp -s $(BUILD)/unicode_tables.h src/text/unicode_tables.h \
		|| cp $(BUILD)/unicode_tables.h src/text/unicode_tables.h

TEX_PATTERNS ?= /usr/share/texlive/texmf-dist/tex/generic/hyph-utf8/patterns/tex

welsh-patterns: ## rebuild fonts/hyph_cy_GB.dic from the package texlive-lang-european
	@python3 tests/tools/hyphen-patterns.py $(TEX_PATTERNS)/hyph-cy.tex > fonts/hyph_cy_GB.dic

# Every program that a fixture of tests/pack comes from.
PACK_PRODUCERS := libreoffice-writer-nogui fonts-liberation chromium weasyprint groff ghostscript \
	texlive-luatex texlive-latex-recommended texlive-fonts-recommended fonts-lmodern qpdf python3

pack-fixtures: ## remake tests/pack/fixtures with the programs that offices use
	@tests/need.sh $(PACK_PRODUCERS)
	@tests/pack/fixtures/make.sh

sample-pictures: ## redraw the samples' bitmap
	@python3 samples/pictures/visits.py samples/pictures/visits.png

.PHONY: format check-format tidy picture pack-fixtures sample-pictures unicode-tables welsh-patterns

# ---- installing ----------------------------------------------------------------------------------

install: all ## install program, library, header and manual page under PREFIX
	install -D -m 755 $(BUILD)/quoin $(DESTDIR)$(PREFIX)/bin/quoin
	install -D -m 644 $(BUILD)/quoin.1 $(DESTDIR)$(PREFIX)/share/man/man1/quoin.1
	install -D -m 644 include/quoin.h $(DESTDIR)$(PREFIX)/include/quoin.h
	install -D -m 644 $(BUILD)/libquoin.a $(DESTDIR)$(PREFIX)/lib/libquoin.a
	install -D -m 755 $(BUILD)/libquoin.so $(DESTDIR)$(PREFIX)/lib/libquoin.so.0
	ln -sf libquoin.so.0 $(DESTDIR)$(PREFIX)/lib/libquoin.so

.PHONY: install

clean: ## remove everything made
	rm -rf $(BUILD)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

-include $(shell find $(BUILD)/obj $(BUILD)/unit -name '*.d' 2>/dev/null)
