import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import type { Operation } from "./operation.ts";
import { API_PATH, Problem } from "./shapes.ts";

const json = (schema: z.ZodType) => ({ "application/json": { schema } });
const zip = { "application/zip": { schema: z.string().meta({ format: "binary" }) } };

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
            content: operation.body === "zip" ? zip : json(operation.body),
          },
        }),
        responses: {
          [operation.status]: {
            description: "Done",
            content: operation.answer === "zip" ? zip : json(operation.answer),
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
