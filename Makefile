# SPDX-License-Identifier: MIT
# The only makefile. "make help" lists the targets.

# Targets that must work on a machine where nothing is installed yet.
BARE := deps help clean distclean uninstall-deps
# Goals that install the Debian packages they need first; all others leave the machine alone.
SETUP := $(filter demo check bench,$(MAKECMDGOALS))

ifneq ($(filter-out $(BARE),$(or $(MAKECMDGOALS),all)),)
include config.mk
endif

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

PACKAGES := autoconf check gcc g++ iproute2 iputils-ping jq libc6-dev libcap-ng-dev libmnl-dev \
	libnl-3-dev libnl-route-3-dev libsmartcols-dev libsystemd-dev make man-db netcat-openbsd \
	pkg-config procps systemtap-sdt-dev util-linux
# More for the bench: its plots, and tools without which it leaves something out.
PACKAGES += $(if $(filter bench deps,$(MAKECMDGOALS)),gnuplot-nox strace valgrind)

VERSION ?= 0
SONAME := 0
holderdir = $(libexecdir)/netioapi
ourincludedir = $(includedir)/iphlpapi
pkgconfigdir = $(libdir)/pkgconfig
bashcompdir = $(datarootdir)/bash-completion/completions
zshcompdir = $(datarootdir)/zsh/site-functions
fishcompdir = $(datarootdir)/fish/vendor_completions.d

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
	-Wpointer-arith -Wvla -Wformat=2 -Wundef
OUR_CPPFLAGS = -D_GNU_SOURCE -include config.h $(CPPFLAGS)
OUR_CFLAGS = -std=gnu11 $(WARNINGS) $(WERROR) -fvisibility=hidden -fPIC $(SANITIZE) $(CFLAGS)
OUR_LDFLAGS = $(SANITIZE) $(LDFLAGS) -Wl,--as-needed
# What the files of a layer may include: their own layer's headers and those of the layers below.
# The Windows types, which are in include/, begin at lib.
see_base := -Isrc/base
see_kernel := $(see_base) -Isrc/kernel
see_protocol := $(see_kernel) -Isrc/protocol
see_holder := $(see_protocol)
see_lib := $(see_protocol) -Isrc/lib -Iinclude
see_iphlpapi := $(see_lib) -Isrc/iphlpapi
see_winport := $(see_base) -Iinclude
# It asks the kernel what the API does not tell: who made an entry, and whether it works.
see_cli := $(see_protocol) -Iinclude
see_all := $(see_iphlpapi)

COMPILE = $(CC) $(OUR_CPPFLAGS) $(OUR_CFLAGS) -MMD -MP

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' $(1) $@)

lib_objs := $(patsubst src/%.c,build/%.o,$(filter-out src/lib/anycast/holder-path.c \
	src/lib/codes/win32.c src/lib/codes/nt.c,$(wildcard src/lib/*/*.c)))
# What libiphlpapi has and libnetio does not.
win32_objs := $(patsubst src/%.c,build/%.o,$(wildcard src/iphlpapi/*.c src/iphlpapi/*/*.c))
winport_objs := $(patsubst src/%.c,build/%.o,$(wildcard src/winport/*.c)) build/base/guid.o
shared_objs := $(patsubst src/%.c,build/%.o,$(wildcard src/base/*.c src/kernel/*.c \
	src/protocol/*.c))
holder_objs := $(patsubst src/%.c,build/%.o,$(wildcard src/holder/*.c))
cli_objs := $(patsubst src/%.c,build/%.o,$(wildcard src/cli/*.c))
bench_objs := $(patsubst bench/%.c,build/bench/%.o,$(wildcard bench/*.c))
unit_srcs := $(wildcard tests/main/suite.c tests/main/unit.c tests/unit/*.c tests/unit/*/*.c)
netns_srcs := $(wildcard tests/main/suite.c tests/main/netns.c tests/netns/*.c tests/netns/*/*.c) \
	$(filter-out tests/support/holder-path.c,$(wildcard tests/support/*.c))
# Tests of what only libiphlpapi has.
only_win32 := $(wildcard tests/*/iphlpapi/*.c)
unit_win32 := $(unit_srcs)
unit_nt := $(filter-out $(only_win32),$(unit_srcs))
netns_win32 := $(netns_srcs)
netns_nt := $(filter-out $(only_win32),$(netns_srcs))
winport_srcs := $(wildcard tests/main/suite.c tests/main/winport.c tests/winport/*.c)
build_tests := $(wildcard $(foreach t,configure headers musl system-words, \
	tests/package/$(t).sh))
shell_tests := $(filter-out $(build_tests),$(wildcard $(foreach d, \
	cli dhcp fuzz holder inject package threads winport,tests/$(d)/*.sh)))
headers := $(wildcard include/*.h)
modes := win32 nt
lib_win32 := iphlpapi
lib_nt := netio
# Registrations for notices have threads in them, which dlclose() must leave their code.
nodelete := -Wl,-z,nodelete

libraries := $(foreach l,iphlpapi netio winport,build/lib$(l).so build/lib$(l).a) \
	build/libwinportmain.a
units := $(patsubst systemd/%.in,build/%,$(wildcard systemd/*.in))
programs := build/anycast-holder build/iphlp build/iphlp.installed
installed_libs := build/installed/libiphlpapi.so.$(SONAME) build/installed/libnetio.so.$(SONAME)
pc_files := build/iphlpapi.pc build/netio.pc build/winport.pc
pages := $(patsubst man/%,build/man/%,$(wildcard man/*.[0-9]))
test_programs := $(foreach m,$(modes),build/check-unit-$(m) build/check-netns-$(m)) \
	build/check-winport
# For tests that have holders of their own: an iphlp that lets them say which one it starts.
test_tools := build/tests/iphlp

all: $(libraries) $(installed_libs) $(programs) $(pages) $(pc_files) $(units)

help:
	@echo 'all (default)   libraries, anycast-holder and iphlp, in build/'
	@echo 'deps            install missing Debian packages (as root)'
	@echo 'demo            show an anycast address between two network namespaces (as root)'
	@echo 'check           build and run all tests'
	@echo '                TEST="anycast codes" or TEST=survive.sh: one suite, one script'
	@echo 'check-quick     what takes less than a minute'
	@echo 'check-unit      the tests among them that need no namespaces'
	@echo 'check-sanitize  unit and namespace tests again, built with ASan and UBSan'
	@echo 'check-tsan      all calls in 16 threads, 10000 registrations, under ThreadSanitizer'
	@echo 'check-valgrind  unit tests and the main job under valgrind'
	@echo 'check-vm        on Debian'\''s 6.1 kernel and on one without IPv6, in QEMU'
	@echo 'check-builds    each pair of headers with each compiler, musl, other options'
	@echo 'check-debian    build the Debian packages and use them in a clean root (as root)'
	@echo 'check-cross     build for arm64 and s390x, unit tests under qemu-user (as root)'
	@echo 'coverage        which lines of the libraries and the holder run in the tests'
	@echo 'lint            the form of the sources, and what tools find in them'
	@echo 'compile_commands.json  how each source is compiled, for clangd and others'
	@echo 'check-inject    each system call of the main job, routes, neighbours fails in turn'
	@echo 'soak            10000 kills of the holder, or KILLS=n; what becomes of the entries'
	@echo 'bench           measure against the raw kernel and others; BENCH=line for one line'
	@echo 'fuzz            30 seconds, or SECONDS=n, for each parser of foreign bytes'
	@echo 'install         into prefix ($(or $(prefix),/usr/local)), below DESTDIR'
	@echo 'uninstall       take everything away again that install put there'
	@echo 'dist            a source archive of the committed tree'
	@echo 'clean           remove build/;  distclean: everything that is not source'

# Configuration: made by itself when missing.
macros := -I /usr/share/aclocal -I /usr/local/share/aclocal
configure: configure.ac
	$(call say,AUTOCONF)
	@command -v autoconf >/dev/null || { echo 'make: autoconf is missing; on Debian' \
		"'make deps', as root, installs all that is needed" >&2; exit 1; }
	$(Q)autoconf $(macros) && autoheader $(macros)
	$(Q)touch $@

config.mk: configure config.mk.in
	$(call say,CONFIG)
	$(Q)mkdir -p build && ./configure -q $(CONFIGURE_FLAGS)
	$(Q)touch $@

config.h: config.mk ;

# A fresh machine: the packages come first, and only if one is missing. A tree that was configured
# without those of the tests is configured again.
ifneq ($(SETUP),)
configure: | deps
ifeq ($(HAVE_TESTS)$(filter demo,$(SETUP))$(MAKE_RESTARTS),no)
config.mk: deps
endif
endif

# Where there is no dpkg, configure says what is missing.
deps:
	@command -v dpkg-query >/dev/null || { \
		echo 'make: no dpkg here: install yourself what configure says is missing'; \
		exit $(if $(filter deps,$(MAKECMDGOALS)),1,0); }; \
	missing=; for p in $(PACKAGES); do \
		dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || \
			missing="$$missing $$p"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" != 0 ]; then \
		echo "make: missing Debian packages:$$missing" >&2; \
		echo "make: run 'make deps' as root (sudo make deps) to install them" >&2; exit 1; \
	fi; \
	echo "Installing Debian packages, which may take a minute:$$missing"; \
	apt-get update -q >build-deps.log 2>&1 && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing \
		>>build-deps.log 2>&1 || { cat build-deps.log; rm -f build-deps.log; exit 1; }; \
	rm -f build-deps.log

# Objects.
build/%.o: src/%.c config.h
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) $(see_$(firstword $(subst /, ,$*))) $(MNL_CFLAGS) \
		$(if $(filter src/cli/%,$<),$(SMARTCOLS_CFLAGS)) -c -o $@ $<

build/holder/sanitize.o: OUR_CPPFLAGS += -DCOMPLAINTS='"$(CURDIR)/build/complaint"'

# Which holder a library starts is built in, and nothing can tell it another: see holder-path.h.
build/lib/anycast/holder-path.o: OUR_CPPFLAGS += -DHOLDER_DIR='"$(holderdir)"'
build/holder/handover.o: OUR_CPPFLAGS += -DHOLDER_DIR='"$(holderdir)"'
build/tree/holder-path.o: OUR_CPPFLAGS += -DHOLDER_DIR='"$(CURDIR)/build"'
build/tree/holder-path.o: src/lib/anycast/holder-path.c config.h build/dirs
build/tests/holder-path.o: tests/support/holder-path.c config.h
build/tree/holder-path.o build/tests/holder-path.o:
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) $(see_lib) -c -o $@ $<

# Libraries: the same objects, one error gate each, and in one of them the calls that are no
# driver's.
define library
build/lib$(lib_$(1)).so.$(SONAME): build/tree/holder-path.o
build/installed/lib$(lib_$(1)).so.$(SONAME): build/lib/anycast/holder-path.o
build/lib$(lib_$(1)).so.$(SONAME) build/installed/lib$(lib_$(1)).so.$(SONAME): \
		$(lib_objs) $(shared_objs) $($(1)_objs) build/lib/codes/$(1).o \
		src/lib/$(lib_$(1)).map
	$$(call say,LD)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(CC) -shared -o $$@ $$(filter %.o,$$^) $$(OUR_LDFLAGS) -Wl,-soname,$$(@F) \
		-Wl,--version-script,src/lib/$(lib_$(1)).map -Wl,--no-undefined-version \
		-Wl,-z,defs -Wl,-z,now,-z,relro $(nodelete) $$(MNL_LIBS)

build/lib$(lib_$(1)).so: build/lib$(lib_$(1)).so.$(SONAME)
	$$(Q)ln -sf $$(<F) $$@

# For tests: every function is reachable.
build/lib$(lib_$(1))-private.a: $(lib_objs) $(shared_objs) $($(1)_objs) build/lib/codes/$(1).o \
		build/tests/holder-path.o
	$$(call say,AR)
	$$(Q)rm -f $$@ && $$(AR) qcs $$@ $$^

# For users: one object in which only the public names are left. The probes go: their notes refer to
# a name that would not be the program's any more, whose own probes then would not link.
build/lib$(lib_$(1)).a: $(lib_objs) $(shared_objs) $($(1)_objs) build/lib/codes/$(1).o \
		build/lib/anycast/holder-path.o
	$$(call say,AR)
	$$(Q)$$(CC) -r -nostdlib -o build/$(lib_$(1)).o $$(filter %.o,$$^)
	$$(Q)$$(OBJCOPY) --localize-hidden --remove-section=.note.stapsdt \
		--remove-section=.rela.note.stapsdt build/$(lib_$(1)).o
	$$(Q)rm -f $$@ && $$(AR) rcs $$@ build/$(lib_$(1)).o
endef
$(foreach m,$(modes),$(eval $(call library,$(m))))

# The few calls of Windows itself: nothing of them is in the two libraries.
build/libwinport.so.$(SONAME): $(winport_objs) src/winport/winport.map
	$(call say,LD)
	$(Q)$(CC) -shared -o $@ $(winport_objs) $(OUR_LDFLAGS) -Wl,-soname,$(@F) \
		-Wl,--version-script,src/winport/winport.map -Wl,--no-undefined-version \
		-Wl,-z,defs -Wl,-z,now,-z,relro

build/libwinport.so: build/libwinport.so.$(SONAME)
	$(Q)ln -sf $(<F) $@

build/libwinport.a: $(winport_objs)
	$(call say,AR)
	$(Q)$(CC) -r -nostdlib -o build/winport.o $(winport_objs)
	$(Q)$(OBJCOPY) --localize-hidden build/winport.o
	$(Q)rm -f $@ && $(AR) rcs $@ build/winport.o

build/libwinportmain.a: build/winport/start/main.o
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $<

build/anycast-holder: $(holder_objs) $(shared_objs)
	$(call say,LD)
	$(Q)$(CC) -o $@ $^ $(OUR_LDFLAGS) -Wl,-z,now,-z,relro $(MNL_LIBS) $(CAPNG_LIBS) -ldl

build/iphlp: $(cli_objs) $(shared_objs) build/libiphlpapi.so
	$(call say,LD)
	$(Q)$(CC) -o $@ $(cli_objs) $(shared_objs) $(OUR_LDFLAGS) -Lbuild -liphlpapi \
		-Wl,-rpath,'$$ORIGIN' -Wl,-z,now,-z,relro $(SMARTCOLS_LIBS) $(MNL_LIBS)

# What gets installed finds its library by itself.
build/iphlp.installed: $(cli_objs) $(shared_objs) build/libiphlpapi.so
	$(call say,LD)
	$(Q)$(CC) -o $@ $(cli_objs) $(shared_objs) $(OUR_LDFLAGS) -Lbuild -liphlpapi \
		-Wl,-z,now,-z,relro $(SMARTCOLS_LIBS) $(MNL_LIBS)

build/tests/iphlp: $(cli_objs) build/libiphlpapi-private.a
	$(call say,LD)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -o $@ $^ $(OUR_LDFLAGS) $(MNL_LIBS) $(SMARTCOLS_LIBS)

# Where things will be is built in, so it may also be given to make itself: prefix=/usr.
dirs = $(prefix) $(holderdir) $(libdir) $(ourincludedir) $(CURDIR)
build/dirs: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(dirs)' | cmp -s - $@ || echo '$(dirs)' >$@

build/lib/anycast/holder-path.o build/holder/handover.o: build/dirs

build/%.pc: %.pc.in build/dirs
	$(Q)sed -e 's|@prefix@|$(prefix)|' -e 's|@libdir@|$(libdir)|' \
		-e 's|@includedir@|$(includedir)|' -e '/@exec_prefix@/d' \
		-e 's|@PACKAGE_VERSION@|$(VERSION)|' $< >$@

build/%.service: systemd/%.service.in build/dirs
	$(Q)sed 's|@holderdir@|$(holderdir)|g' $< >$@

build/man/%: man/% config.mk build/dirs
	$(Q)mkdir -p $(@D)
	$(Q)sed 's|@holderdir@|$(holderdir)|g' $< >$@

# Test programs: each twice, for Win32 and for NTSTATUS codes.
define test_program
build/tests-$(1)/%.o: tests/%.c config.h
	$$(call say,CC)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(COMPILE) $$(see_all) -Itests/main -Itests/support \
		-DTESTS_DATA_DIR='"$$(CURDIR)/tests/data"' \
		$(if $(filter nt,$(1)),-DIPH_TEST_MODE_NT) $$(MNL_CFLAGS) $$(CHECK_CFLAGS) \
		$$(NLROUTE_CFLAGS) -c -o $$@ $$<

build/check-unit-$(1): $(unit_$(1):tests/%.c=build/tests-$(1)/%.o) build/lib$(lib_$(1))-private.a
	$$(call say,LD)
	$$(Q)$$(CC) -o $$@ $$^ $$(OUR_LDFLAGS) $$(MNL_LIBS) $$(CHECK_LIBS)

build/check-netns-$(1): $(netns_$(1):tests/%.c=build/tests-$(1)/%.o) build/lib$(lib_$(1))-private.a
	$$(call say,LD)
	$$(Q)$$(CC) -o $$@ $$^ $$(OUR_LDFLAGS) $$(MNL_LIBS) $$(CHECK_LIBS) $$(NLROUTE_LIBS)
endef
$(foreach m,$(modes),$(eval $(call test_program,$(m))))

# It opens the libraries as programs do, at run time.
build/check-winport: $(winport_srcs:tests/%.c=build/tests-win32/%.o) $(winport_objs) \
		| build/libiphlpapi.so build/libnetio.so
	$(call say,LD)
	$(Q)$(CC) -o $@ $^ $(OUR_LDFLAGS) -Wl,-rpath,'$$ORIGIN' $(CHECK_LIBS)

# TEST names one suite ("anycast codes") or one script (survive.sh); without it all tests run.
suite_programs = $(foreach d,unit netns winport,$(if \
	$(shell grep -rlsE '^TEST_SUITE.*[(]"$(TEST)"[)]' tests/$(d)), \
	$(filter build/check-$(d)%,$(test_programs))))
chosen_tests = $(if $(TEST),$(if $(filter %.sh,$(TEST)), \
	$(filter %/$(notdir $(TEST)),$(shell_tests) $(build_tests)),$(suite_programs)), \
	$(test_programs) $(shell_tests))

check: all $(test_programs) $(test_tools)
	$(Q)[ -n '$(strip $(chosen_tests))' ] || { \
		echo "make: no suite or script is called '$(TEST)'" >&2; exit 1; }
	$(Q)MAKE=$(MAKE) CC='$(CC)' CXX='$(CXX)' SANITIZE='$(SANITIZE)' \
		$(if $(TEST),$(if $(filter %.sh,$(TEST)),,CK_RUN_SUITE='$(TEST)')) \
		sh tests/run $(chosen_tests)

# Under a minute: what needs no namespace, and the comparisons of names, layouts and words.
check-quick: all $(filter-out build/check-netns-%,$(test_programs)) $(test_tools)
	$(Q)MAKE=$(MAKE) CC='$(CC)' CXX='$(CXX)' SANITIZE='$(SANITIZE)' sh tests/run \
		$(filter-out build/check-netns-%,$(test_programs)) \
		$(wildcard $(foreach t,circles codes exports trace unwritten, \
			tests/package/$(t).sh)) \
		tests/winport/mingw.sh tests/fuzz/seeds.sh

# What a package build can run: needs no privilege and no namespaces.
check-unit: $(foreach m,$(modes),build/check-unit-$(m))
	$(Q)sh tests/run $^

# What takes minutes of a compiler and depends on the machine least. Needs gcc, g++, clang, musl-gcc
# and the headers of other processors.
check-builds: all $(test_programs) $(test_tools)
	$(Q)MAKE=$(MAKE) CC='$(CC)' CXX='$(CXX)' IPH_HEADERS=full sh tests/run $(build_tests)

# Needs dpkg-dev, debhelper, lintian and debootstrap, and root.
check-debian:
	$(Q)sh tests/debian/run

# Needs debootstrap, and root.
check-cross:
	$(Q)sh tests/cross/run

sanitized := build/sanitize/build

check-sanitize:
	$(Q)rm -rf build/sanitize && mkdir -p build/sanitize
	$(Q)git ls-files -co --exclude-standard | tar cf - -T - | tar xf - -C build/sanitize
	$(Q)$(MAKE) -C build/sanitize CONFIGURE_FLAGS=--enable-sanitizers all \
		$(test_programs)
	$(Q)ASAN_OPTIONS=allocator_may_return_null=1 \
		sh tests/run $(foreach m,$(modes),$(sanitized)/check-unit-$(m)) \
		$(sanitized)/check-winport
	$(Q)ASAN_OPTIONS=detect_leaks=0 \
		sh tests/run $(foreach m,$(modes),$(sanitized)/check-netns-$(m))
	$(Q)! cat $(sanitized)/complaint.* 2>/dev/null

# The same test as in check, for longer.
check-tsan: all
	$(Q)CC='$(CC)' IPH_THREADS_SECONDS=20 IPH_THREADS_PAIRS=10000 sh tests/threads/threads.sh

# Which lines run: those of the tests in build/coverage/lines, the sums in build/coverage/report.
coverage:
	$(Q)rm -rf build/coverage && mkdir -p build/coverage
	$(Q)git ls-files -co --exclude-standard | tar cf - -T - | tar xf - -C build/coverage
	$(Q)$(MAKE) -C build/coverage CFLAGS='-g -O0' \
		SANITIZE='--coverage -fprofile-update=atomic' all $(test_programs) $(test_tools)
	-$(Q)cd build/coverage && MAKE=$(MAKE) CC='$(CC)' SANITIZE=--coverage \
		sh tests/run $(test_programs) $(wildcard tests/cli/*.sh tests/holder/*.sh)
	$(Q)sh tools/coverage.sh build/coverage

# For clangd and others that ask how a source is compiled. Nothing is built.
compile_commands.json: FORCE
	$(Q)$(MAKE) -Bn -o config.mk -o config.h -o configure Q= \
		all $(test_programs) $(test_tools) $(if $(NLROUTE_LIBS),build/netioapi-bench) | \
		awk -f tools/compile-commands.awk >$@

# Needs clang-format, clang-tidy, codespell and shellcheck.
lint: compile_commands.json
	$(Q)sh tools/lint.sh

check-valgrind: all $(test_tools) $(foreach m,$(modes),build/check-unit-$(m)) build/check-winport
	$(Q)sh tests/run --valgrind $(foreach m,$(modes),build/check-unit-$(m)) build/check-winport
	$(Q)sh tests/valgrind/run

check-inject: all $(foreach m,$(modes),build/lib$(lib_$(m))-private.a)
	$(Q)IPH_INJECT=full sh tests/inject/routes.sh
	$(Q)IPH_INJECT=full sh tests/inject/neighbors.sh
	$(Q)IPH_INJECT=full sh tests/inject/inject.sh

# By hand: KILLS of the holder's processes while others change the list, and as many otherwise;
# DOUBLE times both of them at once; GROUP_KILLS times by the OOM killer, and with a control group.
# And registrations that come and go, and ten minutes of changes of which all must be told.
soak: all build/libiphlpapi-private.a build/tests/iphlp build/check-netns-win32
	$(Q)IPH_SURVIVE_CHURN=$(or $(KILLS),10000) IPH_SURVIVE_KILLS=$(or $(KILLS),10000) \
		IPH_SURVIVE_FLAPS=$(or $(FLAPS),600) IPH_SURVIVE_DOUBLE=$(or $(DOUBLE),1000) \
		sh tests/holder/survive.sh
	$(Q)IPH_OOM_KILLS=$(or $(GROUP_KILLS),100) sh tests/holder/oom.sh
	$(Q)IPH_SHED_KILLS=$(or $(GROUP_KILLS),100) sh tests/holder/shed.sh
	$(Q)CC='$(CC)' IPH_THREADS_SECONDS=60 IPH_THREADS_PAIRS=100000 \
		sh tests/threads/threads.sh
	$(Q)IPH_NOTIFY_BURST=$(or $(BURST),100000) CK_RUN_SUITE='notify burst' \
		build/check-netns-win32
	$(Q)IPH_NOTIFY_CHURN=$(or $(CHURN),600) CK_RUN_SUITE='notify churn' \
		build/check-netns-win32

# Needs clang; SECONDS for each harness.
fuzz: config.h
	$(Q)sh tests/fuzz/run $(SECONDS)

# Needs qemu-system-x86, busybox-static and cpio.
check-vm: all $(test_programs) $(test_tools)
	$(Q)sh tests/vm/run

demo: all
	$(Q)sh examples/demo.sh

# Against the raw kernel and what else there is, in namespaces that end with it.
build/bench/%.o: bench/%.c config.h
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) $(see_all) $(NLROUTE_CFLAGS) -c -o $@ $<

$(bench_objs): | bench-needs
bench-needs:
	@[ -n '$(NLROUTE_LIBS)' ] || { \
		echo 'bench: needs libnl-route-3: install it, make distclean, and again' >&2; \
		exit 1; }

build/netioapi-bench: $(bench_objs) build/libiphlpapi.so
	$(call say,LD)
	$(Q)$(CC) -o $@ $(bench_objs) $(OUR_LDFLAGS) -Lbuild -liphlpapi -Wl,-rpath,'$$ORIGIN' \
		$(NLROUTE_LIBS) -lm

bench: all build/netioapi-bench
	$(Q)BENCH='$(BENCH)' QUICK='$(QUICK)' \
		CC='$(CC)' CFLAGS='$(CFLAGS)' sh bench/run

# Installation: uninstall removes exactly what install has put there.
install: all
	$(Q)sh tools/install.sh install $(install_args)

uninstall:
	$(Q)sh tools/install.sh uninstall $(install_args)

install_args = DESTDIR='$(DESTDIR)' bindir='$(bindir)' libdir='$(libdir)' \
	holderdir='$(holderdir)' includedir='$(ourincludedir)' pkgconfigdir='$(pkgconfigdir)' \
	mandir='$(mandir)' unitdir='$(systemdsystemunitdir)' bashcompdir='$(bashcompdir)' \
	zshcompdir='$(zshcompdir)' fishcompdir='$(fishcompdir)' version='$(VERSION)' \
	soname='$(SONAME)'

dist:
	$(Q)git archive --prefix=netioapi-$(VERSION)/ -o netioapi-$(VERSION).tar.gz HEAD
	@echo netioapi-$(VERSION).tar.gz

clean:
	$(Q)rm -rf build

distclean: clean
	$(Q)rm -rf aclocal.m4 autom4te.cache compile_commands.json config.h config.h.in config.log \
		config.mk config.status configure 'config.h.in~' 'configure~'

.PHONY: all bench bench-needs check check-cross check-debian check-builds check-inject \
	check-quick check-sanitize check-tsan check-unit check-valgrind check-vm clean coverage \
	demo deps dist distclean fuzz help install lint soak uninstall FORCE

# Not those of other trees below: the roots of check-debian and check-cross have folders of such
# names.
-include $(shell find build -path 'build/*/*' \
	\( -name root -o -name source -o -name build \) -prune -o \
	-name '*.d' -type f -print 2>/dev/null)
