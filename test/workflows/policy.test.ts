import test from "ava";
import { findings, RULES } from "./policy.js";
import { workflow, workflows } from "./workflows.js";

for (const each of workflows())
  test(`${each.file} keeps every rule`, (t) => {
    t.deepEqual(findings(each), []);
  });

const GOOD = `
on: { push: { tags: ["v*"] } }
permissions: {}
defaults: { run: { shell: bash } }
jobs:
  push:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    environment: prod
    concurrency: { group: "\${{ inputs.environment }}", cancel-in-progress: false }
    permissions:
      id-token: write
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: Say
        env:
          TAG: \${{ github.ref_name }}
          KEY: \${{ secrets.KEY }}
          ROLE: \${{ vars.PUSH_ROLE_ARN }}
        run: |
          version=$(cut -c2- <<<"$TAG")
          echo "version=$version" >>"$GITHUB_OUTPUT"
  call:
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
`;

/** For each rule: what in the good file is replaced by what, so that this rule reports it. */
const BROKEN: Readonly<Record<string, readonly (readonly [from: string | RegExp, to: string])[]>> = {
  pinned: [
    [/@3d3c42e5\w+ # v7\.0\.1/, "@v7"],
    [" # v7.0.1", ""],
    ["@3d3c42e5", "@3d3c42e"],
    ["      - name: Say", "      - { uses: actions/setup-node@v7 }\n      - name: Say"],
    ["      - name: Say", '      - "uses": actions/setup-node@v7\n      - name: Say'],
  ],
  "one-version": [
    [
      "      - name: Say",
      "      - uses: actions/checkout@0000000000000000000000000000000000000000 # v7.0.0\n        with: { persist-credentials: false }\n      - name: Say",
    ],
  ],
  "read-only-by-default": [
    ["permissions: {}\n", ""],
    ["permissions: {}\n", "permissions: write-all\n"],
  ],
  "least-permissions": [
    ["id-token: write", "contents: write"],
    ["      id-token: write", "      id-token: write\n      packages: write"],
  ],
  "no-strangers-beside-a-token": [
    ["      - name: Say", `      - uses: somebody/scan@${"0".repeat(40)} # v1.0.0\n      - name: Say`],
    ["version=$(cut", "npm ci\n          version=$(cut"],
  ],
  "no-pull-request-target": [['on: { push: { tags: ["v*"] } }', "on: { pull_request_target: }"]],
  "no-role-for-forks": [['on: { push: { tags: ["v*"] } }', "on: { pull_request: }"]],
  "no-injection": [
    ['<<<"$TAG"', '<<<"${{ github.ref_name }}"'],
    ['<<<"$TAG"', '<<<"${{ github.event.pull_request.title }}"'],
    ['<<<"$TAG"', '<<<"${{ inputs.digest }}"'],
  ],
  "secrets-in-env": [["    environment: prod", "    environment: ${{ secrets.ENVIRONMENT }}"]],
  "secrets-stay-here": [
    ["uses: ./.github/workflows/deploy.yml", `uses: a/b/.github/workflows/c.yml@${"0".repeat(40)} # v1.0.0`],
  ],
  "no-credentials-left": [["persist-credentials: false", "fetch-depth: 1"]],
  "time-limit": [["    timeout-minutes: 5\n", ""]],
  "strict-shell": [["defaults: { run: { shell: bash } }\n", ""]],
  "failures-are-seen": [['echo "version=$version"', 'echo "version=$(scripts/version.sh)"']],
  "deploys-one-by-one": [
    ["cancel-in-progress: false", "cancel-in-progress: true"],
    [/ {4}concurrency: .*\n/, ""],
  ],
  "pushes-only-on-tags": [['{ tags: ["v*"] }', '{ branches: ["main"] }']],
  "built-once": [
    [
      "timeout-minutes: 5\n",
      `timeout-minutes: 5\n    steps: [{ uses: "docker/build-push-action@x", with: { push: true } }]\n  other:\n    timeout-minutes: 5\n`,
    ],
  ],
  "no-cache-in-release": [
    [
      "      - name: Say",
      `      - uses: actions/setup-node@${"0".repeat(40)} # v7.0.0\n        with: { cache: npm }\n      - name: Say`,
    ],
  ],
};

const sample = (text: string) => workflow("release.yml", text);
const reported = (text: string) => new Set(findings(sample(text)).map((finding) => finding.split(":")[0]!));

test("the good file keeps every rule", (t) => {
  t.deepEqual(findings(sample(GOOD)), []);
});

test("every rule has a file that breaks it", (t) => {
  t.deepEqual(Object.keys(BROKEN).sort(), RULES.map(({ id }) => id).sort());
});

for (const { id, intent } of RULES)
  test(`broken on purpose, it is reported: ${intent}`, (t) => {
    for (const [from, to] of BROKEN[id] ?? []) {
      const text = GOOD.replace(from, () => to);
      t.not(text, GOOD, String(from));
      t.true(reported(text).has(id), `${to}\n${[...reported(text)]}`);
    }
  });
