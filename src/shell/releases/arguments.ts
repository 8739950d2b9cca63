import { integer, path, text } from "../../model/args.js";

/** Which service on a host is meant. */
export const SERVICE_ARGS = {
  service: text({ about: "its name", required: true }),
  environment: text({ about: "the environment it is in", required: true }),
  folder: path({ about: "where its state is", required: true }),
  live: path({ about: "where it is said which container gets the requests", required: true }),
  port: integer({
    about: "the port that its proxy listens on, where another container may have it",
    default: 0,
  }),
} as const;
