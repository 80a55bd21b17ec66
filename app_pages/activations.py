import streamlit as st
st.title("Activations")
