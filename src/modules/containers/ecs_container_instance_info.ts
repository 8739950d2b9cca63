import { AWS_ARGS, awsProblems, awsSettings } from "../../aws/arguments.js";
import { list, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "ecs_container_instance_info",
  collection: "tera.aws",
  about: "Tells which hosts an ECS cluster has, and whether their agents are connected",
  notes: ["Runs on the controller. A container instance that is named and is not there is left out."],
  check: "run",
  hostLocal: false,
  args: {
    cluster: text({ about: "name or ARN of the cluster", default: "default" }),
    container_instance_arn: list(text({ about: "ARN or ID" }), {
      about: "only these; unless said all of the cluster",
      aliases: ["container_instance", "container_instances"],
    }),
    ...AWS_ARGS,
  },
  examples: [
    { cluster: "prod", region: "eu-west-1" },
    { cluster: "prod", container_instance_arn: "{{ metadata.json.ContainerInstanceArn }}" },
  ],
  returns: {
    container_instances:
      "arn, ec2_instance_id, agent_connected, status, agent_version, running_tasks of each",
  },
  validate: (args) => awsProblems(args),
  here: async (args) => {
    const { describeContainerInstances } = await import("../../aws/ecs.js");
    const found = await describeContainerInstances(
      awsSettings(args),
      args.cluster,
      args.container_instance_arn,
    );
    return { changed: false, container_instances: found };
  },
});
