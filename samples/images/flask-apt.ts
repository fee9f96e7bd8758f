import { file, type Spec, type SpecPair, symlink } from "../../test/support/layer-spec.js";
import { files, layer, standIn } from "./layer-files.js";

/** 2024-03-05T09:14:11Z */
const RUN = 1_709_630_051;

/** `RUN apt-get update && apt-get install -y python3 python3-pip`: what was wanted, and all that stays behind it. */
export function aptLayer(): SpecPair[] {
  return layer(RUN, LEFT_BEHIND, REWRITTEN, PYTHON, COMPILER);
}

/** The package index, and logs: alive in the image, of use to nobody. */
const LEFT_BEHIND: Record<string, Spec> = {
  ...files(
    "var/lib/apt/lists",
    "archive.lesson.example_dists_lesson_InRelease:1004 " +
      "archive.lesson.example_dists_lesson_main_binary-amd64_Packages.lz4:9192 " +
      "archive.lesson.example_dists_lesson_universe_binary-amd64_Packages.lz4:11565 " +
      "archive.lesson.example_dists_lesson-security_InRelease:470 " +
      "archive.lesson.example_dists_lesson-security_main_binary-amd64_Packages.lz4:3482",
  ),
  "var/lib/apt/lists/lock": file("", { mode: 0o640 }),
  ...files("var/log/apt", "history.log:695 term.log:1474", { mode: 0o640, gid: 4 }),
};

/** Databases of the base, written again with more in them: the base's copies are dead. */
const REWRITTEN: Record<string, Spec> = {
  "etc/ld.so.cache": standIn("etc/ld.so.cache", 2564, 2),
  "var/lib/dpkg/status": standIn("var/lib/dpkg/status", 5700, 2),
  "var/lib/dpkg/status-old": standIn("var/lib/dpkg/status", 5631, 3),
  "var/cache/debconf/config.dat": standIn("var/cache/debconf/config.dat", 1810, 2),
  "var/cache/debconf/templates.dat": standIn("var/cache/debconf/templates.dat", 3074, 2),
  "var/log/alternatives.log": standIn("var/log/alternatives.log", 613, 2),
  "var/log/dpkg.log": standIn("var/log/dpkg.log", 2720, 2),
};

const PYTHON: Record<string, Spec> = {
  "usr/bin/python3": symlink("python3.11"),
  "usr/bin/pip": symlink("pip3"),
  ...files("usr/bin", "python3.11:6263 pip3:92 pygettext3:235", { mode: 0o755 }),
  ...files(
    "usr/lib/x86_64-linux-gnu",
    "libexpat.so.1:646 libffi.so.8:144 libsqlite3.so.0:3370 libssl.so.3:2304",
  ),
  ...files(
    "usr/lib/python3.11",
    "abc.py:241 argparse.py:1810 ast.py:1116 base64.py:384 bisect.py:125 codecs.py:682 configparser.py:1004 " +
      "contextlib.py:484 copy.py:161 csv.py:292 dataclasses.py:1073 datetime.py:1660 enum.py:1445 functools.py:700 " +
      "gettext.py:391 glob.py:161 hashlib.py:212 heapq.py:422 inspect.py:2304 io.py:90 locale.py:1445 mimetypes.py:415 " +
      "operator.py:205 os.py:726 pathlib.py:892 pickle.py:1195 platform.py:781 posixpath.py:310 queue.py:211 " +
      "random.py:595 re.py:113 secrets.py:100 selectors.py:360 shutil.py:1035 site.py:410 socket.py:694 ssl.py:935 " +
      "string.py:223 struct.py:60 subprocess.py:1593 tarfile.py:2001 tempfile.py:613 threading.py:1071 traceback.py:756 " +
      "types.py:191 typing.py:2192 urllib.py:180 uuid.py:503 warnings.py:390 weakref.py:403 zipfile.py:1810",
  ),
  ...files(
    "usr/lib/python3.11/__pycache__",
    "abc.cpython-311.pyc:156 argparse.cpython-311.pyc:1896 ast.cpython-311.pyc:1264 codecs.cpython-311.pyc:745 " +
      "enum.cpython-311.pyc:1560 functools.cpython-311.pyc:730 inspect.cpython-311.pyc:2442 os.cpython-311.pyc:813 " +
      "re.cpython-311.pyc:160 site.cpython-311.pyc:515 subprocess.cpython-311.pyc:1705 typing.cpython-311.pyc:2330",
  ),
  ...files("usr/lib/python3.11/json", "__init__.py:261 decoder.py:230 encoder.py:303 scanner.py:120"),
  ...files("usr/lib/python3.11/logging", "__init__.py:1524 config.py:701 handlers.py:1116"),
  ...files(
    "usr/lib/python3/dist-packages/pip",
    "__init__.py:90 __main__.py:60 _internal/cli.py:1073 _internal/index.py:856 _internal/resolver.py:1333 " +
      "_vendor/requests.py:1524 _vendor/rich.py:2521 _vendor/urllib3.py:1932",
  ),
};

/** What python3-pip recommends, and brings since nobody said `--no-install-recommends`. */
const COMPILER: Record<string, Spec> = {
  "usr/bin/cc": symlink("gcc"),
  "usr/bin/c++": symlink("g++"),
  ...files("usr/bin", "ar:210 as:2633 g++:3446 gcc:3446 ld:3265 make:892 strip:651", { mode: 0o755 }),
  ...files("usr/lib/gcc/x86_64-linux-gnu/12", "cc1:8481 cc1plus:9113 collect2:2261 lto1:7935", {
    mode: 0o755,
  }),
  ...files(
    "usr/include",
    "assert.h:173 ctype.h:404 errno.h:170 fcntl.h:410 limits.h:206 math.h:1705 pthread.h:1445 signal.h:441 " +
      "stdint.h:316 stdio.h:1152 stdlib.h:1300 string.h:675 time.h:433 unistd.h:1560",
  ),
  ...files(
    "usr/include/python3.11",
    "Python.h:100 abstract.h:1195 dictobject.h:144 floatobject.h:180 listobject.h:190 longobject.h:142 object.h:1300 " +
      "pyconfig.h:1932 unicodeobject.h:1333",
  ),
  ...files(
    "var/lib/dpkg/info",
    "gcc-12.list:124 libc6-dev.list:701 libpython3.11-stdlib.list:1152 make.list:90 python3-pip.list:1040 python3.11.list:112",
  ),
};
