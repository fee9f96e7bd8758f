import { dir, file, type Spec, type SpecPair, symlink } from "../../test/support/layer-spec.js";
import { files, layer, standIn } from "./layer-files.js";

/** 2024-02-27T00:00:00Z */
const BUILT = 1_708_992_000;

/** The base: what a small distribution brings, merged `/usr`, package database and all. */
export function baseLayer(): SpecPair[] {
  return layer(BUILT, FOLDERS, LINKS, PROGRAMS, LIBRARIES, ETC, PACKAGES);
}

const FOLDERS: Record<string, Spec> = {
  "boot/": null,
  "dev/": null,
  "home/": null,
  "media/": null,
  "mnt/": null,
  "opt/": null,
  "proc/": dir({ mode: 0o555 }),
  "root/": dir({ mode: 0o700 }),
  "run/": null,
  "run/lock/": dir({ mode: 0o1777 }),
  "srv/": null,
  "sys/": dir({ mode: 0o555 }),
  "tmp/": dir({ mode: 0o1777 }),
  "usr/local/bin/": null,
  "usr/local/lib/": null,
  "var/lib/apt/lists/partial/": dir({ mode: 0o700 }),
  "var/tmp/": dir({ mode: 0o1777 }),
};

const LINKS: Record<string, Spec> = {
  bin: symlink("usr/bin"),
  lib: symlink("usr/lib"),
  lib64: symlink("usr/lib64"),
  sbin: symlink("usr/sbin"),
  "etc/mtab": symlink("/proc/mounts"),
  "etc/os-release": symlink("../usr/lib/os-release"),
  "usr/bin/sh": symlink("dash"),
  "usr/bin/awk": symlink("mawk"),
  "usr/lib64/ld-linux-x86-64.so.2": symlink("../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"),
  "usr/lib/x86_64-linux-gnu/libtinfo.so.6": symlink("libtinfo.so.6.4"),
  "usr/lib/x86_64-linux-gnu/libz.so.1": symlink("libz.so.1.3"),
  "var/lock": symlink("/run/lock"),
  "var/run": symlink("/run"),
};

const PROGRAMS: Record<string, Spec> = {
  ...files(
    "usr/bin",
    "apt:235 apt-cache:360 apt-config:130 apt-get:422 apt-mark:205 base64:160 basename:113 bash:5364 cat:162 " +
      "chgrp:235 chmod:224 chown:230 cp:552 cut:186 dash:483 date:416 dd:291 df:341 dir:532 dpkg:1184 " +
      "dpkg-deb:594 dpkg-query:551 du:402 echo:131 env:186 expr:162 false:100 find:1060 grep:700 gzip:365 " +
      "head:173 id:155 install:546 join:180 ln:236 ls:532 mawk:583 md5sum:175 mkdir:273 mktemp:174 mv:533 " +
      "nproc:142 perl:2962 printf:206 pwd:130 readlink:161 rm:241 rmdir:161 sed:464 sha256sum:224 sleep:131 " +
      "sort:410 stat:336 tail:255 tar:1654 tee:143 test:174 touch:384 tr:186 true:100 uname:130 uniq:161 " +
      "wc:186 which:130 xargs:243 yes:136",
    { mode: 0o755 },
  ),
  ...files("usr/bin", "chsh:162 mount:223 newgrp:155 passwd:241 su:206 umount:130", { mode: 0o4755 }),
  ...files("usr/sbin", "adduser:235 chroot:144 groupadd:365 ldconfig:3630 useradd:515 userdel:341", {
    mode: 0o755,
  }),
};

const LIBRARIES: Record<string, Spec> = {
  ...files(
    "usr/lib/x86_64-linux-gnu",
    "libc.so.6:7124 libm.so.6:3365 libpthread.so.0:140 libdl.so.2:140 libacl.so.1:144 libattr.so.1:105 " +
      "libbz2.so.1.0:274 libcrypt.so.1:732 libgcrypt.so.20:3673 liblzma.so.5:663 libpam.so.0:241 " +
      "libpcre2-8.so.0:2306 libselinux.so.1:646 libsystemd.so.0:3110 libtinfo.so.6.4:775 libz.so.1.3:421 " +
      "libzstd.so.1:2801",
  ),
  ...files("usr/lib/x86_64-linux-gnu", "ld-linux-x86-64.so.2:780", { mode: 0o755 }),
};

const ETC: Record<string, Spec> = {
  "usr/lib/os-release": 'NAME="Lesson Linux"\nID=lesson\nID_LIKE="ubuntu debian"\nVERSION_ID="1.0"\n',
  "etc/hostname": "localhost\n",
  "etc/passwd":
    "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
  "etc/group": "root:x:0:\nshadow:x:42:\nnogroup:x:65534:\n",
  "etc/shadow": file("root:*:19780:0:99999:7:::\n", { mode: 0o640, gid: 42 }),
  ...files(
    "etc",
    "bash.bashrc:861 debconf.conf:1103 ld.so.cache:2156 login.defs:390 nsswitch.conf:180 profile:212",
  ),
  ...files("etc/apt/sources.list.d", "lesson.sources:142"),
};

const PACKAGES: Record<string, Spec> = {
  "var/lib/dpkg/status": standIn("var/lib/dpkg/status", 3630),
  "var/lib/dpkg/available": "",
  "var/lib/dpkg/lock": file("", { mode: 0o640 }),
  ...files(
    "var/lib/dpkg/info",
    "apt.list:291 base-files.list:235 bash.list:162 coreutils.list:342 dpkg.list:305 libc6.list:241 " +
      "perl-base.list:452 tar.list:160",
  ),
  ...files("var/cache/debconf", "config.dat:1705 templates.dat:2936"),
  ...files("var/log", "alternatives.log:272 dpkg.log:961"),
};
