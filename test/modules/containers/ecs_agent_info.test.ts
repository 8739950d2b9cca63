import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import test from "ava";
import { type Evidence, HOST_PROBES } from "../../../src/doctor/evidence.js";
import ecsAgentInfo from "../../../src/modules/containers/ecs_agent_info.js";
import { http } from "../../../src/shell/http/http.js";
import { ecsAgent } from "../../../src/shell/services/ecs_agent.js";
import { listen } from "../../helpers/loopback.js";
import { applied, inScratch, shells } from "../../helpers/module.js";

/** An agent, a metadata service that insists on its token, and an ECS endpoint, on one port. */
const ANSWERS: Readonly<Record<string, string>> = {
  "PUT /latest/api/token": "the-token",
  "GET /latest/meta-data/iam/security-credentials/": "prod-instance",
  "GET /latest/meta-data/placement/region": "eu-west-1",
  "GET /v1/metadata":
    '{"Cluster":"prod","ContainerInstanceArn":"arn:x/1","Version":"Amazon ECS Agent - v1.105.1"}',
};
let server: Server;
let url: string;

test.before(async () => {
  server = createServer(({ method, url: path, headers }, response) => {
    const isSecret = path?.startsWith("/latest/meta-data") === true;
    const text = ANSWERS[`${method} ${path}`];
    if (isSecret && headers["x-aws-ec2-metadata-token"] !== "the-token") response.writeHead(401).end();
    else if (text === undefined) response.writeHead(400).end("MissingAuthenticationToken");
    else response.end(text);
  });
  url = `http://127.0.0.1:${await listen(server)}`;
});
test.after.always(() => server?.close());

async function gathered(given: Record<string, string>, shell: "sh" | "busybox"): Promise<Evidence> {
  const urls = { imds_url: url, introspection_url: url, endpoint_url: url };
  const values = await applied(ecsAgentInfo, { ...urls, ...given }, { shell, check: true });
  if (values.failed === true) throw new Error(String(values.msg));
  return values.evidence as Evidence;
}

for (const shell of shells()) {
  test(`${shell}: what the agent, the metadata service and ECS answer is evidence`, async (t) => {
    const evidence = await gathered({ cluster: "prod" }, shell);
    t.like(evidence, {
      wanted_cluster: "prod",
      region: "eu-west-1",
      imds_token: "200",
      imds_role: "200 prod-instance",
      metadata: ANSWERS["GET /v1/metadata"],
      endpoint: url,
    });
    t.regex(evidence.endpoint_answer ?? "", /^400 MissingAuthenticationToken/);
    t.true(Math.abs(Date.parse(evidence.endpoint_date ?? "") / 1000 - Number(evidence.clock)) < 5);
    t.regex(evidence.disk ?? "", /^\S.* \d+% \/\S*$/m);
    t.deepEqual(
      Object.keys(evidence).filter((name) => !(HOST_PROBES as readonly string[]).includes(name)),
      [],
    );
  });

  test(`${shell}: where nothing answers, that is said with the reason`, async (t) => {
    const nobody = "http://127.0.0.1:9";
    const urls = { imds_url: nobody, introspection_url: nobody, endpoint_url: nobody };
    const evidence = await gathered(urls, shell);
    t.regex(evidence.imds_token ?? "", /^-1 .*\S/);
    t.regex(evidence.endpoint_answer ?? "", /^-1 .*\S/);
    t.is(evidence.metadata, undefined);
    t.is(evidence.imds_role, undefined);
  });

  test(`${shell}: of user data only what deals with the agent is brought, numbered and without passwords`, (t) =>
    inScratch(async (folder) => {
      const text = [
        "#!/bin/bash",
        "export DATABASE_PASSWORD=hunter2",
        "systemctl enable --now ecs",
        "echo ECS_ENGINE_AUTH_DATA=topsecret >>/etc/ecs/ecs.config",
        "curl https://user:pa55@example.com/docker.repo",
        "docker login -u me -p pa55 registry.example && systemctl start ecs",
        "docker login --password=pa55 --username me",
        "echo pa55 | sudo docker login -u me --password-stdin registry.example",
        "docker login --password-stdin <<< pa55",
      ].join("\n");
      const plain = join(folder, "plain.txt");
      const packed = join(folder, "packed.txt");
      writeFileSync(plain, text);
      writeFileSync(packed, gzipSync(text));
      for (const user_data of [plain, packed])
        t.is(
          (await gathered({ user_data }, shell)).user_data,
          [
            "3:systemctl enable --now ecs",
            "4:echo ECS_ENGINE_AUTH_DATA=***",
            "5:curl https://***@example.com/docker.repo",
            "6:docker login -u me -p *** registry.example && systemctl start ecs",
            "7:docker login --password *** --username me",
            "8:*** | sudo docker login -u me --password-stdin registry.example",
            "9:docker login --password-stdin <<< ***",
          ].join("\n"),
        );
    }));
}

for (const shell of [["dash"], ["busybox", "sh"], ["bash", "--posix"]] as const) {
  const [program, ...args] = shell;
  const isThere = spawnSync(program, ["-c", ":"]).error === undefined;
  (isThere ? test : test.skip)(`the gathering functions parse in ${shell.join(" ")}`, (t) => {
    const text = [http.text, ecsAgent.text].join("\n");
    const { status, stderr } = spawnSync(program, [...args, "-n"], { input: text, encoding: "utf8" });
    t.is(status, 0, stderr);
  });
}
