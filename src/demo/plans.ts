/** The demo's plans, in the order of their ids. */
import type { DemoPlan } from "./demo-plan.ts";
import { blackbirds } from "./plans/blackbirds.ts";
import { channels } from "./plans/channels.ts";
import { classrooms } from "./plans/classrooms.ts";
import { hearing } from "./plans/hearing.ts";
import { letters } from "./plans/letters.ts";
import { reading } from "./plans/reading.ts";
import { seagrass } from "./plans/seagrass.ts";

export const plans: readonly DemoPlan[] = [
  seagrass,
  letters,
  hearing,
  classrooms,
  blackbirds,
  channels,
  reading,
];
