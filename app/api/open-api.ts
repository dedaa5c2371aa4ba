import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { FILE_TYPES, type Operation } from "./operation.ts";
import { API_PATH, Problem } from "./shapes.ts";

const json = (schema: z.ZodType) => ({ "application/json": { schema } });
const bytes = (types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: z.string().meta({ format: "binary" }) }]));
const contentOf = (shape: z.ZodType | keyof typeof FILE_TYPES) =>
  typeof shape === "string" ? bytes(FILE_TYPES[shape]) : json(shape);

/** The OpenAPI 3.1 document of these operations: the schemas that check the calls also describe them. */
export function openApiDocument(operations: readonly Operation[], publicUrl: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    const at = `${API_PATH}${operation.path}`;
    paths[at] = {
      ...paths[at],
      [operation.method.toLowerCase()]: {
        operationId: operation.id,
        summary: operation.summary,
        tags: [operation.tag],
        ...(operation.scope ? { security: [{ token: [operation.scope] }] } : { security: [] }),
        requestParams: {
          ...(names.length > 0 && {
            path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))),
          }),
          ...(operation.query && { query: operation.query }),
        },
        ...(operation.body && {
          requestBody: {
            required: true,
            content: contentOf(operation.body),
          },
        }),
        responses: {
          [operation.status]: {
            description: "Done",
            content: contentOf(operation.answer),
          },
          default: { description: "Refused, and why", content: json(Problem) },
        },
      },
    };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Podium",
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "Everything by hand can be done here. Send a personal token as `Authorization: Bearer …`; cookies only read.",
    },
    servers: [{ url: publicUrl }],
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A personal token with scopes" },
      },
    },
    paths,
  });
}
