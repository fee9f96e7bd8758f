import { file, type Spec, type SpecPair } from "../../test/support/layer-spec.js";
import { files, layer, standIn } from "./layer-files.js";

/** 2024-03-05T09:14:40Z */
const PIP_RUN = 1_709_630_080;
/** 2024-03-05T09:00:00Z */
const WRITTEN = 1_709_629_200;

const PACKAGES = "usr/local/lib/python3.11/dist-packages";

/** `RUN pip install flask flask-mysql`: the packages, and every download once more in the cache of root. */
export function pipLayer(): SpecPair[] {
  return layer(PIP_RUN, INSTALLED, CACHE, RECOMPILED);
}

const INSTALLED: Record<string, Spec> = {
  ...files("usr/local/bin", "flask:92", { mode: 0o755 }),
  ...files(
    `${PACKAGES}/flask`,
    "__init__.py:105 __main__.py:30 app.py:2192 blueprints.py:484 cli.py:1221 config.py:484 ctx.py:563 globals.py:170 " +
      "helpers.py:856 json/__init__.py:210 json/provider.py:285 json/tag.py:340 logging.py:92 sessions.py:540 " +
      "signals.py:75 templating.py:286 testing.py:373 typing.py:113 views.py:266 wrappers.py:223",
  ),
  ...files(
    `${PACKAGES}/flask-3.0.2.dist-info`,
    "INSTALLER:40 METADATA:131 RECORD:143 WHEEL:81 entry_points.txt:40",
  ),
  ...files(`${PACKAGES}/flaskext/mysql`, "__init__.py:40 mysql.py:193"),
  ...files(
    `${PACKAGES}/jinja2`,
    "__init__.py:190 async_utils.py:93 compiler.py:2676 debug.py:236 environment.py:2261 filters.py:1965 lexer.py:1073 " +
      "loaders.py:892 nodes.py:1264 parser.py:1445 runtime.py:1221 sandbox.py:520 utils.py:892",
  ),
  ...files(
    `${PACKAGES}/werkzeug`,
    "__init__.py:190 datastructures.py:1705 exceptions.py:961 formparser.py:583 http.py:1636 local.py:831 " +
      "routing/map.py:1351 routing/rules.py:1203 serving.py:1445 test.py:1965 urls.py:266 utils.py:912 wsgi.py:744",
  ),
  ...files(
    `${PACKAGES}/click`,
    "__init__.py:113 core.py:4226 decorators.py:675 parser.py:701 types.py:1333 utils.py:744",
  ),
  ...files(`${PACKAGES}/markupsafe`, "__init__.py:385 _native.py:180 _speedups.c:273"),
  ...files(
    `${PACKAGES}/itsdangerous`,
    "__init__.py:150 encoding.py:140 serializer.py:571 signer.py:365 timed.py:304",
  ),
  ...files(
    `${PACKAGES}/pymysql`,
    "__init__.py:173 charset.py:385 connections.py:2001 cursors.py:570 err.py:131",
  ),
};

/** `--no-cache-dir` leaves it out. */
const CACHE: Record<string, Spec> = files(
  "root/.cache/pip/http-v2",
  "0/4/7/2/1/0472134fc5.body:3630 1/c/8/0/e/1c80e9a2d7.body:4894 3/b/d/5/f/3bd5f07e61.body:8376 " +
    "6/0/a/9/4/60a94c1b38.body:3594 9/e/2/7/d/9e27d54f0a.body:1636 c/5/1/3/8/c5138e6b9f.body:596",
);

/** pip imports the library, which writes its byte code again: apt's copies are dead. */
const RECOMPILED: Record<string, Spec> = Object.fromEntries(
  [
    ["argparse", 1896],
    ["inspect", 2442],
    ["subprocess", 1705],
    ["typing", 2330],
  ].map(([module, bytes]) => {
    const path = `usr/lib/python3.11/__pycache__/${module}.cpython-311.pyc`;
    return [path, standIn(path, Number(bytes), 2)];
  }),
);

/** `COPY . /opt/source-code`, without a `.dockerignore`: the history comes along. */
export function appLayer(): SpecPair[] {
  return layer(WRITTEN, {
    "opt/source-code/app.py": APP,
    "opt/source-code/requirements.txt": "flask\nflask-mysql\n",
    "opt/source-code/Dockerfile": DOCKERFILE,
    "opt/source-code/README.md": "# A lesson\n\nWhat the layers of an image hold, and what they cost.\n",
    "opt/source-code/run.sh": file("#!/bin/sh\nFLASK_APP=app.py exec flask run\n", { mode: 0o755 }),
    ...files("opt/source-code/templates", "index.html:274 error.html:113"),
    ...files("opt/source-code/static", "style.css:470 logo.svg:335"),
    "opt/source-code/.git/HEAD": "ref: refs/heads/main\n",
    ...files("opt/source-code/.git", "config:90 index:360 logs/HEAD:241 objects/pack/pack-4d1c.idx:701"),
    ...files("opt/source-code/.git/objects/pack", "pack-4d1c.pack:3074", { mode: 0o444 }),
  });
}

const APP = `from flask import Flask

app = Flask(__name__)


@app.route("/")
def start():
    return "Four layers up.\\n"


@app.route("/healthy")
def healthy():
    return "yes\\n"
`;

const DOCKERFILE = `FROM ubuntu
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip install flask flask-mysql
COPY . /opt/source-code
ENTRYPOINT FLASK_APP=/opt/source-code/app.py flask run
`;
