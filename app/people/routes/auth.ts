import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "../../web/respond.server.ts";
import { handleAuth } from "../auth.server.ts";

export const loader = ({ request }: LoaderFunctionArgs) => handleAuth(request) ?? notFound();
export const action = ({ request }: ActionFunctionArgs) => handleAuth(request) ?? notFound();
