import { containerSamples } from "./samples_containers.js";
import { dataSamples } from "./samples_data.js";
import { iamSamples } from "./samples_iam.js";
import { networkSamples } from "./samples_network.js";

/** Each rule of the policy, broken at least once. */
export const SAMPLES = [...networkSamples, ...iamSamples, ...containerSamples, ...dataSamples];
