/** A template that Example University has not published yet: the API does not show it. */
import { visibleTo, type DemoTemplate } from "../demo-template.ts";

export const softwareDraft: DemoTemplate = {
  title: "Software management plan",
  description: "<p>Draft. Not for use before the library has commented on it.</p>",
  organisation: "university",
  published: false,
  visibility: visibleTo.organisation,
  locale: "en-GB",
  is_default: false,
  version: 0,
  family_id: 1005,
  phases: [
    {
      title: "Software",
      sections: [
        {
          title: "Source code",
          questions: {
            source: {
              text: "<p>Where is the source code, and who may change it?</p>",
              format: "text area",
            },
          },
        },
      ],
    },
  ],
};
