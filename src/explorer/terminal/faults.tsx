import { Component, type ReactNode } from "react";

/** What a component threw. */
export interface Fault {
  readonly error: unknown;
}

interface FaultsProps {
  /** Called before the drawing that failed is over. */
  onFault(fault: Fault): void;
  readonly children: ReactNode;
}

/**
 * Catches what components throw. Ink would draw a report of its own over the screen, and end as if all were well;
 * here the caller that draws the frame gets the error, and gives the terminal back first.
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
