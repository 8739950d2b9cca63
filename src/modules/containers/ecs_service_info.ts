import { AWS_ARGS, awsProblems, awsSettings } from "../../aws/arguments.js";
import { plainAnswer } from "../../aws/plain.js";
import { flag, list, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "ecs_service_info",
  collection: "community.aws",
  about: "Tells what ECS says of services",
  notes: ["Runs on the controller. Services that are not there are in `services_not_running`."],
  check: "run",
  args: {
    cluster: text({ about: "name or ARN of the cluster", default: "default" }),
    service: list(text({ about: "name or ARN" }), { about: "the services", required: true }),
    details: flag({ about: "accepted: all is told in any case", default: false }),
    events: flag({ about: "with the services' events", default: true }),
    ...AWS_ARGS,
  },
  examples: [{ cluster: "prod", service: "webapp", region: "eu-west-1" }],
  returns: {
    services:
      "each service as AWS tells it: serviceName, status, taskDefinition, runningCount, deployments, events",
    services_not_running: "those that are not there, with the reason",
  },
  validate: (args) => awsProblems(args),
  here: async (args) => {
    const { findService } = await import("../../aws/ecs.js");
    const settings = awsSettings(args);
    const found = await Promise.all(args.service.map((name) => findService(settings, args.cluster, name)));
    const services = found
      .filter((service) => service !== undefined)
      .map((service) => plainAnswer(args.events ? service : { ...service, events: [] }));
    const missing = args.service.filter((_, index) => found[index] === undefined);
    return {
      changed: false,
      services,
      services_not_running: missing.map((service) => ({ service, reason: "MISSING" })),
    };
  },
});
