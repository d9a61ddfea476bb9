"""Vector indexes: FAISS in the process, or Milvus."""
