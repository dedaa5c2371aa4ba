import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

export function Card({ className, ...props }: ComponentProps<"div">) {
  return <div className={twMerge("rounded-2xl border border-line bg-surface p-6", className)} {...props} />;
}
