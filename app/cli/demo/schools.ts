import { SlugOnly } from "../../api/shapes.ts";
import { Belonging, Organisation, OrganisationMade, Organisations } from "../../api/team-shapes.ts";
import type { Client } from "../client.ts";

/** Invented, like everybody in the demo: under addresses that can never be anybody's. */
export const SCHOOLS = {
  qinghe: {
    kind: "school",
    name: { en: "Qinghe University", "zh-Hans": "青禾大学", "zh-Hant": "青禾大學" },
  },
  nanling: {
    kind: "school",
    name: { en: "Nanling Polytechnic", "zh-Hans": "南岭职业技术学院", "zh-Hant": "南嶺職業技術學院" },
  },
  harbour: {
    kind: "school",
    name: {
      en: "Harbour Institute of Technology",
      "zh-Hans": "海港理工学院",
      "zh-Hant": "海港理工學院",
    },
  },
  beichen: {
    kind: "institute",
    name: {
      en: "Beichen Grid Institute",
      "zh-Hans": "北辰电网研究院",
      "zh-Hant": "北辰電網研究院",
    },
  },
} as const;
export type School = keyof typeof SCHOOLS;

/** The mail domain of a school: whoever has a confirmed address there belongs to it. */
export const domainOf = (school: School): string => `${school}.demo.example`;

/** Adds the schools, for somebody who verifies; answers their ids. */
export async function makeSchools(verifier: Client): Promise<Record<School, string>> {
  const ids: [string, string][] = [];
  for (const [key, { kind, name }] of Object.entries(SCHOOLS)) {
    const { organisations } = await verifier.get("/organisations", Organisations, { q: name.en });
    const there = organisations.find((found) => found.name.en === name.en);
    const { id, slug } =
      there ?? (await verifier.post("/organisations", OrganisationMade, { body: { name: name.en, kind } }));
    const known = await verifier.get(`/organisations/${slug}`, Organisation);
    if (known.mailDomains.length === 0)
      await verifier.put(`/organisations/${slug}`, SlugOnly, {
        name,
        kind,
        mailDomains: [domainOf(key as School)],
      });
    ids.push([key, id]);
  }
  return Object.fromEntries(ids) as Record<School, string>;
}

/** Says that this person studies or works there: verified at once by an address of theirs, else waiting. */
export const belongTo = (person: Client, organisationId: string) =>
  person.put(`/organisations/${organisationId}/membership`, Belonging, {});
