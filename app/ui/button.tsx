import { Link, type LinkProps } from "@remix-run/react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

export type ButtonLook = {
  variant?: "primary" | "quiet" | "danger" | "plain";
  size?: "small" | "normal" | "large";
};

const VARIANTS = {
  primary: "bg-ink text-paper hover:bg-ink-soft border-transparent",
  quiet: "bg-surface text-ink border-line-strong hover:border-ink",
  danger: "bg-surface text-bad border-bad hover:bg-bad-wash",
  plain: "bg-transparent text-ink border-transparent hover:bg-wash",
};
const SIZES = {
  small: "min-h-8 px-3 text-sm",
  normal: "min-h-11 px-5 text-[0.9375rem]",
  large: "min-h-13 px-7 text-base",
};

const look = ({ variant = "primary", size = "normal" }: ButtonLook, className?: string) =>
  classes(
    "inline-flex items-center justify-center gap-2 rounded-sm border font-semibold whitespace-nowrap",
    "transition-colors cursor-pointer no-underline disabled:cursor-not-allowed disabled:opacity-50",
    VARIANTS[variant],
    SIZES[size],
    className,
  );

export function Button({
  variant,
  size,
  asChild,
  className,
  ...props
}: ComponentProps<"button"> & ButtonLook & { asChild?: boolean }) {
  const As = asChild ? Slot.Root : "button";
  return <As className={look({ variant, size }, className)} {...props} />;
}

export function LinkButton({ variant, size, className, ...props }: LinkProps & ButtonLook) {
  return <Link className={look({ variant, size }, className)} {...props} />;
}
