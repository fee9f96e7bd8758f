import { type BuiltImage, image } from "../../test/support/fixture.js";
import { appLayer, pipLayer } from "./flask-app.js";
import { aptLayer } from "./flask-apt.js";
import { baseLayer } from "./flask-base.js";

/** The lesson: Flask on an Ubuntu-like base, one instruction after the other. See `../flask.Dockerfile`. */
export function flask(): Promise<BuiltImage> {
  return image([baseLayer(), aptLayer(), pipLayer(), appLayer()], {
    references: ["flask:latest"],
    config: {
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Entrypoint: ["/bin/sh", "-c", "FLASK_APP=/opt/source-code/app.py flask run"],
      Labels: { "org.opencontainers.image.title": "flask", "org.opencontainers.image.version": "lesson" },
    },
    document: { created: "2024-03-05T09:14:42Z" },
    history: [
      {
        created: "2024-02-27T00:00:00Z",
        created_by: "# debian.sh --arch 'amd64' out/ 'lesson' '@1708992000'",
        comment: "debuerreotype 0.15",
      },
      {
        created: "2024-02-27T00:00:00Z",
        created_by: 'CMD ["bash"]',
        comment: "debuerreotype 0.15",
        empty_layer: true,
      },
      step(
        "2024-03-05T09:14:11Z",
        "RUN /bin/sh -c apt-get update && apt-get install -y python3 python3-pip # buildkit",
      ),
      step("2024-03-05T09:14:40Z", "RUN /bin/sh -c pip install flask flask-mysql # buildkit"),
      step("2024-03-05T09:14:42Z", "COPY . /opt/source-code # buildkit"),
      {
        ...step(
          "2024-03-05T09:14:42Z",
          'ENTRYPOINT ["/bin/sh" "-c" "FLASK_APP=/opt/source-code/app.py flask run"]',
        ),
        empty_layer: true,
      },
    ],
  });
}

function step(created: string, createdBy: string) {
  return { created, created_by: createdBy, comment: "buildkit.dockerfile.v0" };
}
