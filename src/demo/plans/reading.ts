/** Ben's plan as it is a minute after it was made: a title, and nothing else. */
import { access, type DemoPlan } from "../demo-plan.ts";

export const reading: DemoPlan = {
  columns: {
    title: "Pilot: reading on paper and on a screen",
    created_at: new Date("2026-02-12T15:32:10Z"),
    updated_at: new Date("2026-02-12T15:32:10Z"),
  },
  template: "university",
  roles: [{ person: "ben", access: access.owner }],
};
