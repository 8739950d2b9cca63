import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import test from "ava";
import { ecsAgent } from "../../src/shell/services/ecs_agent.js";
import { withPrograms } from "../helpers/fake_programs.js";

/** Instead of asking anybody. */
const ANSWERS = `asked=; make_temp; head=$temp; e_ask() { asked="asked $1 $2 \${https_proxy-}"; e_head=$head; e_answer="200 ok"; printf 'date: now\\r\\n' >"$e_head"; }`;

/** The region and the endpoint that are said; the endpoint that is asked, and its host. */
const ENDPOINTS: readonly (readonly [
  region: string,
  given: string,
  asked: string | undefined,
  host: string,
])[] = [
  ["", "", undefined, ""],
  ["eu-west-1", "", "https://ecs.eu-west-1.amazonaws.com", "ecs.eu-west-1.amazonaws.com"],
  ["cn-north-1", "", "https://ecs.cn-north-1.amazonaws.com.cn", "ecs.cn-north-1.amazonaws.com.cn"],
  ["eu-west-1", "http://127.0.0.1:9/x", "http://127.0.0.1:9/x", "127.0.0.1"],
  ["", "https://ecs.example/", "https://ecs.example/", "ecs.example"],
];

test("the endpoint of ECS follows from the region, its address and answer are told", (t) =>
  withPrograms({ getent: 'echo "10.0.0.1 $2"' }, async (run) => {
    for (const [region, given, asked, host] of ENDPOINTS) {
      const text = `${ANSWERS}\ne_endpoint; say asked "$asked"`;
      const { answer, told } = await run(text, { uses: [ecsAgent], vars: { region, endpoint_url: given } });
      const what = `${region} ${given}`;
      t.is(answer.failure, undefined, what);
      t.is(answer.said.endpoint, asked, what);
      t.is(answer.said.asked, asked === undefined ? "" : `asked GET ${asked}/ `, what);
      t.is(answer.said.endpoint_address, asked === undefined ? undefined : `10.0.0.1 ${host}`, what);
      t.is(answer.said.endpoint_date, asked === undefined ? undefined : "now", what);
      t.deepEqual(told, asked === undefined ? [] : [`getent hosts ${host}`], what);
    }
  }));

/** A line of a log or of user data, and what of it is told. */
const LINES: readonly (readonly [line: string, told: string])[] = [
  ["ECS_CLUSTER=web", "ECS_CLUSTER=web"],
  ['ECS_ENGINE_AUTH_DATA={"r":{"password":"pw"}}', "ECS_ENGINE_AUTH_DATA=***"],
  ["curl https://ann:pw@host/x http://a@b/", "curl https://***@host/x http://***@b/"],
  ["see http://host/a@b", "see http://host/a@b"],
];

test("secrets of logs are not told", (t) =>
  withPrograms({}, async (run) => {
    const vars = { lines: LINES.map(([line]) => line) };
    const { answer } = await run(`say told "$(printf '%s\\n' "$lines" | e_mask)"`, {
      uses: [ecsAgent],
      vars,
    });
    t.deepEqual(
      String(answer.said.told).split("\n"),
      LINES.map(([, told]) => told),
    );
  }));

const USER_DATA: readonly (readonly [line: string, told: string | undefined])[] = [
  ["#!/bin/bash", undefined],
  ["echo hello", undefined],
  ["systemctl enable --now ecs", "systemctl enable --now ecs"],
  ["service docker start", "service docker start"],
  ["  EOF", "  EOF"],
  ["docker login -u ann -p secret r", "docker login -u ann -p *** r"],
  ["docker login --password=secret r", "docker login --password *** r"],
  ["docker login --password secret r", "docker login --password *** r"],
  ["echo secret | docker login --password-stdin r", "*** | docker login --password-stdin r"],
  ["echo secret | sudo docker login r", "*** | sudo docker login r"],
  ["docker login r <<<secret", "docker login r <<< ***"],
  ["ECS_ENGINE_AUTH_DATA=secret", "ECS_ENGINE_AUTH_DATA=***"],
];

test("of user data the lines about the agent are told, packed or not, with their numbers and without secrets", (t) =>
  withPrograms({}, async (run, folder) => {
    const text = USER_DATA.map(([line]) => `${line}\n`).join("");
    const expected = USER_DATA.flatMap(([, told], index) =>
      told === undefined ? [] : [`${index + 1}:${told}`],
    );
    for (const [name, content] of [
      ["plain", text],
      ["packed", gzipSync(text)],
    ] as const) {
      writeFileSync(join(folder, name), content);
      const vars = { user_data: join(folder, name) };
      const { answer } = await run('say told "$(e_user_data)"', { uses: [ecsAgent], vars });
      t.deepEqual(String(answer.said.told).split("\n"), expected, name);
    }
    const { answer } = await run('say told "$(e_user_data)"', {
      uses: [ecsAgent],
      vars: { user_data: "/nowhere" },
    });
    t.is(answer.said.told, "");
  }));

test("what a program says is told where it is there, its last lines, and nothing of its failure", (t) =>
  withPrograms(
    { talks: 'i=0; while [ $i -lt 50 ]; do i=$((i+1)); echo "line $i $*"; done; echo wrong >&2; exit 3' },
    async (run) => {
      const { answer } = await run("e_say one talks a b; e_say two nowhere_at_all c", { uses: [ecsAgent] });
      const lines = String(answer.said.one).split("\n");
      t.is(lines.length, 40);
      t.is(lines.at(-2), "line 50 a b");
      t.is(lines.at(-1), "wrong");
      t.false("two" in answer.said);
      t.is(answer.failure, undefined);
    },
  ));

test("of the agent's log what stands behind its last start is told", (t) =>
  withPrograms({}, async (run, folder) => {
    const path = join(folder, "agent.log");
    writeFileSync(path, "old\nLoading configuration\nfirst\nLoading configuration\nsecond http://a:b@c\n");
    const { answer } = await run('say told "$(e_recent "$path")"', { uses: [ecsAgent], vars: { path } });
    t.is(answer.said.told, "Loading configuration\nsecond http://***@c");
  }));

/** What the metadata service answers, in its order; what is told, and the region then. */
const METADATA: readonly (readonly [region: string, answers: string[], said: object, then: string])[] = [
  ["", ["401 no"], { imds_token: "401 no" }, ""],
  ["", ["-1 no route"], { imds_token: "-1 no route" }, ""],
  ["", ["200 T", "200 role", "200 eu-west-1"], { imds_token: 200, imds_role: "200 role" }, "eu-west-1"],
  ["", ["200 T", "404 none", "500 x"], { imds_token: 200, imds_role: "404 none" }, ""],
  ["us-east-1", ["200 T", "200 role"], { imds_token: 200, imds_role: "200 role" }, "us-east-1"],
];

test("the metadata service is asked with a token, and for the region where none is said", (t) =>
  withPrograms({}, async (run) => {
    const ask = `n=0 asks=; e_ask() { n=$((n+1)); asks="$asks$1 $2 $headers|"; e_answer=$(printf '%s\\n' "$answers" | sed -n "\${n}p"); }`;
    for (const [region, answers, said, then] of METADATA) {
      const text = `${ask}\ne_metadata_service; say region_then "$region"; say asks "\${asks%|}"`;
      const vars = { region, answers, imds_url: "http://i" };
      const { answer } = await run(text, { uses: [ecsAgent], vars });
      const { asks, region_then, ...rest } = answer.said;
      t.deepEqual(rest, JSON.parse(JSON.stringify(said).replace(":200", ':"200"')), JSON.stringify(answers));
      t.is(region_then, then);
      t.deepEqual(
        String(asks).split("|"),
        [
          "PUT http://i/latest/api/token X-aws-ec2-metadata-token-ttl-seconds: 60",
          "GET http://i/latest/meta-data/iam/security-credentials/ X-aws-ec2-metadata-token: T",
          "GET http://i/latest/meta-data/placement/region X-aws-ec2-metadata-token: T",
        ].slice(0, answers.length),
      );
    }
  }));
