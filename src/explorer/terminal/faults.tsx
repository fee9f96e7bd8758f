import { Component, type ReactNode } from "react";

/** An error that a component threw. */
export interface Fault {
  readonly error: unknown;
}

interface FaultsProps {
  /** Called before the failed drawing ends. */
  onFault(fault: Fault): void;
  readonly children: ReactNode;
}

/**
 * Catches errors of components. Ink would draw an error report over the screen, and end without an error.
 * Here the caller that draws the frame gets the error, and restores the terminal first.
 */
export class Faults extends Component<FaultsProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onFault({ error });
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
