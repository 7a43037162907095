/** used ÷ capacity, 0 to 1. A range without a port to give is full. */
export const usedRatio = ({ used, capacity }: { used: number; capacity: number }): number => (capacity === 0 ? 1 : used / capacity);
