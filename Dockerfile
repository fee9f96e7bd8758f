# layerx in a small image: Node, and the bundle.
#
#   docker build --tag layerx .
#   docker save my/image | docker run --rm --interactive --volume "$PWD:/work" layerx ci -
#   docker run --rm --volume "$PWD:/work" layerx ci image.tar --output sarif=layerx.sarif
FROM node:22-alpine AS build
WORKDIR /src
COPY package.json package-lock.json LICENSE ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts scripts
COPY bin bin
COPY src src
RUN node scripts/build.js && \
    mkdir -p /out/usr/bin /out/usr/lib/layerx && \
    cp -r LICENSE package.json bin dist /out/usr/lib/layerx && \
    ln -s ../lib/layerx/bin/layerx.js /out/usr/bin/layerx

FROM alpine:3.21
RUN apk add --no-cache nodejs
COPY --from=build /out/ /
# No USER: runners mount folders of any owner here, and the reports go into them.
WORKDIR /work
ENTRYPOINT ["layerx"]
CMD ["--help"]
