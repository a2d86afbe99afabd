export default {
  optimizeDeps: { exclude: ['central-asia-map'] },
};
