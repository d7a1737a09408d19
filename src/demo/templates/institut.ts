/** A template that another organisation keeps for its own people: nobody of Example University sees it. */
import { visibleTo, type DemoTemplate } from "../demo-template.ts";

export const institutTemplate: DemoTemplate = {
  title: "Plan de gestion des données de l’Institut d’exemple",
  description: "<p>À remplir avec la bibliothèque, avant la première collecte de données.</p>",
  organisation: "institut",
  published: true,
  visibility: visibleTo.organisation,
  locale: "fr-CA",
  is_default: false,
  version: 1,
  family_id: 1004,
  phases: [
    {
      title: "Plan initial",
      sections: [
        {
          title: "Collecte",
          questions: {
            sources: {
              text: "<p>Quelles données seront recueillies, et auprès de qui&nbsp;?</p>",
              format: "text area",
              theme: "data",
            },
            langues: {
              text: "<p>Dans quelles langues&nbsp;?</p>",
              format: "check box",
              options: ["Français", "Anglais", "Une langue autochtone", "Une autre langue"],
            },
          },
        },
      ],
    },
  ],
};
