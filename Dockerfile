# A gateway: compiled JavaScript, the production packages of the lock file, and nothing else of ours.
# Without Docker, `npm run image` performs these steps in an empty folder, and the tests run what comes of it. It knows
# the instructions used here and no others; absolute paths stand only where Docker itself reads them.

# The Node that development uses too: the `node` package in package.json has the same version.
FROM node:24.21.0-slim AS base

FROM base AS build
WORKDIR /build
# First what changes seldom, so that an edit of the sources installs nothing anew.
COPY package.json package-lock.json ./
# Without install scripts: the only one would fetch a second Node, for checkouts beside an older one.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json tsconfig.sdk.json vite.config.ts README.md LICENSE CHANGELOG.md ./
COPY scripts scripts
COPY docs docs
COPY examples examples
COPY policies policies
COPY schemas schemas
COPY src src
RUN npm run build && mkdir data

# The build writes the production part of the lock file as npm-shrinkwrap.json. Installing from that, and not from the
# whole lock with --omit=dev, leaves out what is a development package of ours and an optional peer of another's.
# A stage of its own: its layer stays the same until a version changes.
FROM base AS packages
WORKDIR /app
COPY --from=build /build/dist/package.json /build/dist/npm-shrinkwrap.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM base AS gateway
ENV NODE_ENV=production PORT=4242 DATA_DIR=/var/lib/countersign
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /build/dist ./
# A new volume takes its owner from the folder in the image: this is the only one that the user below may write to.
COPY --from=build --chown=node:node /build/data /var/lib/countersign
USER node
VOLUME /var/lib/countersign
EXPOSE 4242
# Answers under way, then the journal for up to five seconds: give it 15 before it is killed (docs/deploy.md).
STOPSIGNAL SIGTERM
# The slim image has no curl. Whether it is ready is another question, for a load balancer: /readyz.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1))"]
ENTRYPOINT ["node", "main.js"]
CMD ["serve"]
