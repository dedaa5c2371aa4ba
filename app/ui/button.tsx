import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import type { ComponentProps } from "react";

type Look = { variant?: "primary" | "quiet" | "danger" | "plain"; size?: "small" | "normal" };

const look = ({ variant = "primary", size = "normal" }: Look, className?: string) =>
  clsx(
    "inline-flex max-w-full shrink-0 cursor-pointer items-center justify-center gap-2 rounded-full py-2 text-center font-semibold leading-snug transition-[filter,background-color,border-color] disabled:cursor-not-allowed disabled:opacity-50 sm:whitespace-nowrap",
    size === "small" ? "min-h-9 px-4 text-sm pointer-coarse:min-h-11" : "min-h-11 px-6",
    variant === "primary" && "bg-accent text-on-accent hover:brightness-110",
    variant === "quiet" && "border border-line bg-surface text-ink hover:border-accent",
    variant === "danger" && "border border-bad text-bad hover:bg-bad-soft",
    variant === "plain" && "px-2 text-accent underline-offset-4 hover:underline",
    className,
  );

export function Button({
  variant,
  size,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & Look) {
  return <button type={type} className={look({ variant, size }, className)} {...props} />;
}

/** A link that looks like the action it is. */
export function LinkButton({ variant, size, className, ...props }: ComponentProps<typeof Link> & Look) {
  return <Link className={look({ variant, size }, className)} {...props} />;
}
