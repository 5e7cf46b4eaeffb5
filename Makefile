# quoin: every command a person needs; `make help` lists them.
#
#   make BUILD=build/x ROOMS="base text"   builds and tests only these rooms of src/
#
# Everything made goes to $(BUILD).

BUILD ?= build
CC ?= cc
VERSION := 0.1.0
CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Werror
STD := -std=c11 -D_GNU_SOURCE
ROOMS ?= base xml report text image page typeset compose pdf cli

PKGS := libxml-2.0 harfbuzz harfbuzz-subset libpng zlib libmd
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
# libhpdf and libhyphen ship no pkg-config file in Debian 12
LIBS = $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lhpdf -lhyphen -lm

ALL_CFLAGS = $(STD) $(WARN) $(CFLAGS) $(EXTRA) -fPIC -fvisibility=hidden -pthread \
	-Isrc -Iinclude -I$(BUILD)/gen $(PKG_CFLAGS) -DQUOIN_VERSION='"$(VERSION)"' -MMD -MP

SRC := $(sort $(wildcard $(ROOMS:%=src/%/*.c)) $(if $(filter compose,$(ROOMS)),$(wildcard src/quoin.c)))
LIB_SRC := $(filter-out src/cli/%,$(SRC))
LIB_OBJ := $(LIB_SRC:src/%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/gen/assets.o
CLI_OBJ := $(patsubst src/%.c,$(BUILD)/obj/%.o,$(wildcard src/cli/*.c))
ASSETS := $(sort $(wildcard fonts/*.ttf fonts/*.dic layouts/*.xml layouts/*.svg layouts/*.png layouts/*.icc))

UNIT_SRC := $(sort $(wildcard $(ROOMS:%=tests/unit/%/test_*.c)) $(if $(filter compose,$(ROOMS)),$(wildcard tests/unit/test_*.c)))
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)

.DEFAULT_GOAL := all
.PHONY: all lib unit unicode-tables clean help
.SECONDARY:
.DELETE_ON_ERROR:

all: $(BUILD)/quoin $(BUILD)/libquoin.a $(BUILD)/libquoin.so ## build quoin, libquoin.a and libquoin.so
lib: $(BUILD)/libquoin.a

$(BUILD)/quoin: $(CLI_OBJ) $(BUILD)/libquoin.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libquoin.a: $(LIB_OBJ)
	@rm -f $@
	ar rcsD $@ $^

$(BUILD)/libquoin.so: $(LIB_OBJ)
	$(CC) -shared -Wl,-soname,libquoin.so.0 $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# The files quoin carries inside itself (base/asset.h).
$(BUILD)/gen/assets.c: $(ASSETS) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "base/asset.h"'; i=0; \
	for f in $(ASSETS); do i=$$((i+1)); \
	  printf '__asm__(".section .rodata\\n.balign 16\\nasset_%d:\\n.incbin \\"%s\\"\\nasset_%d_end:\\n.byte 0\\n.previous\\n");\n' $$i $$f $$i; \
	  printf 'extern const char asset_%d[] __attribute__((visibility("hidden"))), asset_%d_end[] __attribute__((visibility("hidden")));\n' $$i $$i; done; \
	echo 'const struct asset asset_table[] = {'; i=0; \
	for f in $(ASSETS); do i=$$((i+1)); printf '    {"%s", asset_%d, asset_%d_end},\n' $$f $$i $$i; done; \
	echo '    {0, 0, 0}};'; echo "const size_t asset_count = $$i;"; } > $@

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libquoin.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests $(LDFLAGS) -o $@ $< $(BUILD)/libquoin.a -lcmocka $(LIBS)

unit: $(UNIT_BIN) ## run the unit tests
	@set -e; for t in $(UNIT_BIN); do echo "== $$t"; $$t; done

UNICODE_DATA ?= /usr/share/unicode

unicode-tables: ## rebuild src/text/unicode_tables.h from the package unicode-data (needs python3)
	@mkdir -p $(BUILD)
	python3 tests/tools/unicode-tables.py $(UNICODE_DATA) > $(BUILD)/unicode_tables.h
	cmp -s $(BUILD)/unicode_tables.h src/text/unicode_tables.h || cp $(BUILD)/unicode_tables.h src/text/

clean: ## remove everything made
	rm -rf $(BUILD)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
